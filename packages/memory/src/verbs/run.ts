import type { ExitStatus, RunOptions, Runtime } from '@caisson/core';
import type { Ending } from '../calls/ending.ts';
import { active, enter, type Kit, mustBeAble } from '../calls/enter.ts';
import type { Container } from '../host/container.ts';
import { withStatus } from '../host/status.ts';
import { stopProcess } from '../host/stop.ts';
import { arm, begin, discard, make, type Order, orderOf, remove } from './make.ts';

/** create, `onCreated`, start, `onStarted`, wait, delete. */
export const run =
  (kit: Kit): Runtime['run'] =>
  async (id, bundle, options = {}) => {
    using ending = enter(kit, 'run', id, options);
    if (options.onCreated) mustBeAble(kit, 'create', 'run with onCreated');
    const order = orderOf(kit, 'run', id, bundle, options);
    const between = async (container: Container): Promise<void> => {
      await options.onCreated?.(container.state());
    };
    return await active(kit, live(kit, order, options, ending, { between }));
  };

/** What happens on the way that is not the same for `run` and `restore`. */
export interface Between {
  /** Between create and start. */
  readonly between?: (container: Container) => Promise<void>;
  /** After start and before `onStarted`. */
  readonly after?: (container: Container) => Promise<void>;
}

/** A container from its birth to its delete. */
export const live = async (
  kit: Kit,
  order: Order,
  options: Pick<RunOptions, 'oom' | 'onStarted' | 'stop'>,
  ending: Ending,
  { between, after }: Between,
): Promise<ExitStatus> => {
  const { verb, id } = order;
  await ending.race(kit.faults.meet(verb, id, 'before'));
  ending.check();
  const container = await make(kit, order);
  const { plumbing } = container;
  const lived = async (): Promise<ExitStatus> => {
    await arm(kit, container, options, true);
    ending.check();
    await between?.(container);
    ending.check();
    await Promise.race([plumbing.failed, begin(kit, container)]);
    ending.check();
    const { pid } = container.init;
    const told = async (): Promise<void> => {
      await after?.(container);
      await options.onStarted?.({ id, pid, hostPid: pid });
    };
    const [status] = await Promise.all([container.ended, told()]);
    return status;
  };
  try {
    ending.check();
    const status = await ending.race(lived());
    await remove(kit, container);
    await kit.faults.meet(verb, id, 'after');
    return status;
  } catch (error) {
    throw await end(kit, container, options, error);
  }
};

/** Ends and removes a container that a failed or aborted call has left. */
const end = async (
  kit: Kit,
  container: Container,
  { stop }: Pick<RunOptions, 'stop'>,
  error: unknown,
): Promise<unknown> => {
  const { init, ended, plumbing } = container;
  const started = container.state().status !== 'created';
  await stopProcess(
    {
      exited: init.exited,
      ended,
      kill: init.kill,
      killAll: () => container.killAll('SIGKILL'),
      abandon: plumbing.destroy,
    },
    started ? stop : undefined,
  );
  await discard(kit, container);
  return withStatus(error, container.outcome());
};

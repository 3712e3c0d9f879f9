import type { ExitStatus, RunOptions, Runtime, RuntimeError } from '@caisson/core';
import type { HeldProcess } from '../engine.ts';
import { callOptions } from '../options/calls.ts';
import { checkOptions } from '../options/kinds.ts';
import { checkStreams } from '../options/streams.ts';
import { type Ending, endingOf, withStatus } from './abort.ts';
import type { Container } from './container.ts';
import { checkId } from './id.ts';
import { active, checkOpen, type Kit } from './kit.ts';
import { arm, dispose, make, type Order, orderOf, streamsOf } from './make.ts';
import { killedMs, type Stoppable, settled, stopProcess, within } from './stop.ts';

/** create, `onCreated`, start, `onStarted`, wait, delete. */
export const run =
  (kit: Kit): Runtime['run'] =>
  async (id, bundle, options = {}) => {
    checkOpen(kit);
    checkId(kit.engine.name, id);
    checkOptions('run', callOptions.run, options);
    const streams = streamsOf(options);
    checkStreams('run', streams);
    using ending = endingOf(kit, 'run', id, options.signal);
    ending.check();
    const order = orderOf(kit, id, bundle, streams);
    return await active(kit, live(kit, order, options, ending));
  };

const live = async (kit: Kit, order: Order, options: RunOptions, ending: Ending): Promise<ExitStatus> => {
  const { engine } = kit;
  // Where nothing has to happen between create and start, one verb does both in less time. A terminal is given its
  // size there: its program would see none else.
  const between = options.onCreated ?? options.oom ?? kit.oom ?? options.terminal;
  const way = between ? (engine.createHeld ?? engine.create) : (engine.run ?? engine.create);
  const container = await make(kit, order, way);
  if (way === engine.run) container.started();
  const held = way === engine.createHeld ? (container.process as HeldProcess) : undefined;
  try {
    const { id } = order;
    const lived = async (): Promise<ExitStatus> => {
      if (way !== engine.run) {
        await arm(kit, container, options, true);
        ending.check();
        await options.onCreated?.(container.state);
        ending.check();
        // A stream that fails now kills what is being started: its failure is the reason to tell.
        const start = container.starting(held ? held.start() : engine.start(id));
        await Promise.race([container.plumbing.failed, start]);
        ending.check();
      }
      const { pid, hostPid } = container.process;
      const over = Promise.all([container.ended, options.onStarted?.({ id, pid, hostPid })]);
      const [status] = await Promise.race([over, unstopped(container)]);
      return status;
    };
    ending.check();
    const status = await container.waiting(ending.race(lived()));
    await dispose(kit, container).catch((error: unknown) => {
      throw withStatus(error, status);
    });
    return status;
  } catch (error) {
    await held?.refuse();
    throw await end(kit, container, options, error);
  }
};

/** A stream's failure kills; where that kill was lost, or told an error, its container is ended as an aborted one's is. */
export const unstopped = ({ plumbing, ended }: Container): Promise<never> =>
  plumbing.failed.catch(async (error: unknown) => {
    await within(settled(ended), killedMs);
    throw error;
  });

/** Ends and removes a container that a failed or aborted run or restore has left. */
export const end = async (
  kit: Kit,
  container: Container,
  { stop }: Pick<RunOptions, 'stop'>,
  error: unknown,
): Promise<unknown> => {
  const { id, process, ended, plumbing } = container;
  if (kit.containers.get(id) !== container) return error;
  const kill: Stoppable['kill'] = (signal, all) => kit.engine.kill(id, signal, { all });
  const abandon = (): void => plumbing.destroy();
  // A created init cannot be asked to stop: it is still the runtime's own.
  const ready = container.start();
  await stopProcess({ exited: process.exited, ended, ready, kill, abandon }, ready && stop);
  await dispose(kit, container).catch(() => {});
  const known = ended.catch((failure: unknown) => (failure as Partial<RuntimeError>).status);
  const unknown = new Promise<undefined>((resolve) => setImmediate(resolve, undefined));
  return withStatus(error, await Promise.race([known, unknown]));
};

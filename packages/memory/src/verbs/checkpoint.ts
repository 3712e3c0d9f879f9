import type { CheckpointOptions, CheckpointPlugin, ErrorCode, Runtime } from '@caisson/core';
import { InvalidOptionError, isRuntimeError, RuntimeError } from '@caisson/errors';
import { active, ask, enter, find, type Kit } from '../calls/enter.ts';
import { bear } from '../host/birth.ts';
import { type Container, mustRun } from '../host/container.ts';
import { readImage, writeImage } from '../image.ts';
import { orderOf } from './make.ts';
import { live } from './run.ts';

type Plugged = Pick<Runtime, 'name' | 'processes' | 'exec'>;

/** Writes the state of a container's programs; it goes on, or is stopped. */
export const checkpoint =
  (kit: Kit, runtime: Plugged): Runtime['checkpoint'] =>
  async (id, options) => {
    mustHavePath('checkpoint', options);
    await ask(kit, 'checkpoint', id, options, async ({ signal, check }) => {
      const container = find(kit, 'checkpoint', id);
      mustRun('checkpoint', container, ['paused']);
      const { imagePath, plugins = [], leaveRunning = false, log } = options;
      const undo: (() => Promise<void>)[] = [];
      const goOn = async (): Promise<void> => {
        for (const back of undo.splice(0).reverse()) await back();
      };
      try {
        for (const plugin of plugins) undo.push(await plugin.suspend({ id, imagePath, signal, runtime }));
        check();
        const group = [...container.processes].filter((one) => one.group === container.init.group);
        const [init = container.init, ...others] = group;
        writeImage(
          imagePath,
          [init, ...others].map(({ args, env, cwd, state }) => ({ args, env, cwd, state })) as never,
        );
        if (typeof log === 'function') await log(Buffer.from(`memory: ${group.length} processes written\n`));
        if (leaveRunning) await goOn();
        else container.killAll('SIGKILL');
      } catch (error) {
        await goOn();
        throw failure('ERR_CHECKPOINT_FAILED', 'checkpoint', id, error);
      }
    });
  };

/** `run`'s twin: the programs of the image begin anew, each with its state. */
export const restore =
  (kit: Kit, runtime: Plugged): Runtime['restore'] =>
  async (id, bundle, options) => {
    mustHavePath('restore', options);
    using ending = enter(kit, 'restore', id, options);
    const { imagePath, plugins = [] } = options;
    const order = { ...orderOf(kit, 'restore', id, bundle, options), image: readImage(id, imagePath) };
    const { signal } = ending;
    const back: readonly CheckpointPlugin[] = plugins.toReversed();
    const verified = async (): Promise<void> => {
      for (const plugin of back) await plugin.verify({ id, imagePath, signal });
    };
    const after = async (container: Container): Promise<void> => {
      const { plumbing, init } = container;
      for (const forked of order.image.slice(1)) {
        const parts = { ...forked, verb: 'restore', plumbing, protected: false, group: init.group };
        bear(kit.host, kit.programs, container, parts).start();
      }
      try {
        for (const plugin of back) await plugin.resume({ id, imagePath, signal, runtime });
      } catch (error) {
        throw failure('ERR_RESTORE_FAILED', 'restore', id, error);
      }
    };
    const work = async () => {
      await ending.race(verified());
      return await live(kit, order, options, ending, { after });
    };
    return await active(kit, work());
  };

const mustHavePath = (
  verb: string,
  options: Partial<Pick<CheckpointOptions, 'imagePath'>> | undefined,
): void => {
  if (options?.imagePath !== undefined) return;
  throw new InvalidOptionError(`${verb}: give imagePath, the directory of the image`);
};

const failure = (code: ErrorCode, verb: string, id: string, cause: unknown): unknown => {
  if (isRuntimeError(cause)) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new RuntimeError(code, `memory ${verb} ${id}: ${reason}`, {
    runtime: 'memory',
    verb,
    id,
    reason,
    cause,
  });
};

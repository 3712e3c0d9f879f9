import { setTimeout as sleep } from 'node:timers/promises';
import type { CheckpointOptions, CheckpointPlugin, RestoreOptions, Runtime } from '@caisson/core';
import { isRuntimeError } from '@caisson/errors';
import { recoded, type Specimen } from './specimen.ts';

const checkpoints =
  (other: (inner: Runtime) => Runtime['checkpoint']) =>
  (inner: Runtime): Runtime => ({ ...inner, checkpoint: other(inner) });

const restores =
  (other: (inner: Runtime) => Runtime['restore']) =>
  (inner: Runtime): Runtime => ({ ...inner, restore: other(inner) });

type Plugins = readonly CheckpointPlugin[];

/** Its plug-ins, on either way, are others. */
const plugging = (change: (plugins: Plugins) => Plugins): ((inner: Runtime) => Runtime) => {
  const other = <O extends CheckpointOptions | RestoreOptions>(options: O): O =>
    options.plugins ? { ...options, plugins: change(options.plugins) } : options;
  return (inner) => ({
    ...inner,
    checkpoint: (id, options) => inner.checkpoint(id, other(options)),
    restore: (id, bundle, options) => inner.restore(id, bundle, other(options)),
  });
};

const each = (change: (plugin: CheckpointPlugin) => Partial<CheckpointPlugin>) => (plugins: Plugins) =>
  plugins.map((plugin) => ({ ...plugin, ...change(plugin) }));

export const checkpoint: readonly Specimen[] = [
  {
    it: 'leaves a container running whose checkpoint should end it',
    breaks: checkpoints((inner) => (id, options) => inner.checkpoint(id, { ...options, leaveRunning: true })),
  },
  {
    it: 'ends a container whose checkpoint should leave it running',
    breaks: checkpoints((inner) => async (id, options) => {
      await inner.checkpoint(id, options);
      if (options.leaveRunning) await inner.kill(id, 'SIGKILL');
    }),
  },
  {
    it: 'begins anew where it has to restore',
    breaks: restores((inner) => async (id, bundle, options) => {
      const { imagePath: _image, plugins, workPath: _work, ...rest } = options;
      if (plugins || options.signal) return inner.restore(id, bundle, options);
      try {
        await inner.restore(id, bundle, { imagePath: options.imagePath, signal: AbortSignal.timeout(1) });
      } catch (error) {
        if (!isRuntimeError(error, 'ERR_ABORTED')) throw error;
      }
      return inner.run(id, bundle, rest);
    }),
  },
  {
    it: 'settles restore when the container is restored',
    breaks: restores((inner) => (id, bundle, options) => {
      const { promise, resolve, reject } = Promise.withResolvers<Awaited<ReturnType<Runtime['restore']>>>();
      const { onStarted } = options;
      const status = { exitCode: 0, signal: null, oomKilled: false, oomKills: 0, finishedAt: new Date() };
      const began = async (started: Parameters<NonNullable<typeof onStarted>>[0]): Promise<void> => {
        await onStarted?.(started);
        resolve(status);
      };
      inner.restore(id, bundle, { ...options, onStarted: began }).then(resolve, reject);
      return promise;
    }),
  },
  {
    it: 'runs where there is no image',
    breaks: restores((inner) => async (id, bundle, options) => {
      try {
        return await inner.restore(id, bundle, options);
      } catch (error) {
        if (!isRuntimeError(error, 'ERR_IMAGE_INCOMPATIBLE', 'ERR_RESTORE_FAILED')) throw error;
        const { imagePath: _image, plugins: _plugins, ...rest } = options;
        return inner.run(id, bundle, rest);
      }
    }),
  },
  {
    it: 'has another code for restore of an id that is taken',
    breaks: restores(
      (inner) =>
        (...call) =>
          recoded(inner.restore(...call), 'ERR_CONTAINER_EXISTS', 'ERR_RESTORE_FAILED'),
    ),
  },
  {
    it: 'ignores the abort of a restore',
    breaks: restores(
      (inner) => (id, bundle, options) => inner.restore(id, bundle, { ...options, signal: undefined }),
    ),
  },
  {
    it: 'has another code for checkpoint of what is not there',
    breaks: checkpoints(
      (inner) =>
        (...call) =>
          recoded(inner.checkpoint(...call), 'ERR_CONTAINER_NOT_FOUND', 'ERR_CHECKPOINT_FAILED'),
    ),
  },
  {
    it: 'calls plug-ins in another order',
    breaks: plugging((plugins) => plugins.toReversed()),
  },
  {
    it: 'undoes plug-ins of what it has ended',
    breaks: checkpoints((inner) => async (id, options) => {
      const undos: (() => Promise<void>)[] = [];
      const plugins = each((plugin) => ({
        suspend: async (target) => {
          const undo = await plugin.suspend(target);
          undos.push(undo);
          return undo;
        },
      }))(options.plugins ?? []);
      await inner.checkpoint(id, { ...options, plugins });
      if (!options.leaveRunning) for (const undo of undos) await undo();
    }),
  },
  {
    it: 'does not undo plug-ins where another has failed',
    breaks: checkpoints((inner) => (id, options) => {
      let failed = false;
      const plugins = each((plugin) => ({
        suspend: async (target) => {
          try {
            const undo = await plugin.suspend(target);
            return async () => (failed ? undefined : undo());
          } catch (error) {
            failed = true;
            throw error;
          }
        },
      }))(options.plugins ?? []);
      return inner.checkpoint(id, { ...options, plugins });
    }),
  },
  {
    it: 'goes on where a plug-in cannot suspend',
    breaks: plugging(
      each((plugin) => ({ suspend: (target) => plugin.suspend(target).catch(() => async () => {}) })),
    ),
  },
  {
    it: 'calls onStarted before plug-ins resume',
    breaks: restores((inner) => (id, bundle, { onStarted, plugins, ...options }) => {
      if (!plugins) return inner.restore(id, bundle, { ...options, onStarted });
      let told = false;
      const early = each((plugin) => ({
        resume: async (target) => {
          if (!told) await onStarted?.({ id });
          told = true;
          await plugin.resume(target);
        },
      }))(plugins);
      return inner.restore(id, bundle, { ...options, plugins: early });
    }),
  },
  {
    it: 'does not ask plug-ins to verify',
    breaks: plugging(each(() => ({ verify: async () => {} }))),
  },
  {
    it: 'starts what a plug-in does not verify',
    breaks: restores((inner) => async (id, bundle, options) => {
      const { plugins = [] } = options;
      let failure: { readonly error: unknown } | undefined;
      const late = each((plugin) => ({
        verify: (target) =>
          plugin.verify(target).catch((error: unknown) => {
            failure = { error };
          }),
        resume: async (target) => {
          await sleep(30);
          if (failure) throw failure.error;
          await plugin.resume(target);
        },
      }))(plugins);
      return inner.restore(id, bundle, { ...options, plugins: late });
    }),
  },
  {
    it: 'goes on where a plug-in cannot resume',
    breaks: plugging(each((plugin) => ({ resume: (target) => plugin.resume(target).catch(() => {}) }))),
  },
];

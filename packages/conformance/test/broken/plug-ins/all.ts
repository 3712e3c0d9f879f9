import type { CheckpointPlugin } from '@caisson/core';
import { hang, recoded } from '../specimen.ts';
import type { Breaks } from './processes.ts';

/** A checkpoint plug-in that differs from one that passes in one behaviour. */
export interface BrokenPlugin {
  /** What it does, that no plug-in may. */
  readonly it: string;
  readonly breaks: Breaks;
}

type Undo = () => Promise<void>;

/** Its undo is another. */
const undoing =
  (change: (undo: Undo, host: Parameters<Breaks>[1], id: string) => Undo): Breaks =>
  (plugin, host) => ({
    ...plugin,
    suspend: async (target) => change(await plugin.suspend(target), host, target.id),
  });

/** Its suspend is another. */
const suspending =
  (
    change: (
      suspend: CheckpointPlugin['suspend'],
      host: Parameters<Breaks>[1],
    ) => CheckpointPlugin['suspend'],
  ): Breaks =>
  (plugin, host) => ({ ...plugin, suspend: change(plugin.suspend, host) });

const nothing: Undo = async () => {};

const suspend: readonly BrokenPlugin[] = [
  { it: 'has no name', breaks: (plugin) => ({ ...plugin, name: '' }) },
  { it: 'never settles its suspend', breaks: suspending(() => hang) },
  {
    it: 'settles suspend before it is done',
    breaks: suspending((inner) => async (target) => {
      if (target.signal) return inner(target);
      const done = inner(target);
      done.catch(() => {});
      return async () => (await done)();
    }),
  },
  {
    it: 'suspends the first process alone',
    breaks: suspending((_inner, host) => async ({ id, signal }) => {
      signal?.throwIfAborted();
      const [first] = host.of(id);
      if (!first) return nothing;
      await host.suspend(first);
      const undo = async (): Promise<void> => {
        first.suspended = false;
      };
      if (signal?.aborted) {
        await undo();
        throw signal.reason;
      }
      return undo;
    }),
  },
  {
    it: 'suspends once, and takes a second time for done',
    breaks: suspending((inner) => {
      let done = false;
      return async (target) => {
        if (done) return nothing;
        const undo = await inner(target);
        done = true;
        return undo;
      };
    }),
  },
  {
    it: 'leaves half of it suspended where the rest fails',
    breaks: suspending((inner, host) => async (target) => {
      try {
        return await inner(target);
      } catch (error) {
        const [first] = host.of(target.id);
        if (first && !target.signal?.aborted) first.suspended = true;
        throw error;
      }
    }),
  },
  {
    it: 'hides that it could not suspend',
    breaks: suspending((inner) => async (target) => {
      try {
        return await inner(target);
      } catch (error) {
        if (target.signal?.aborted) throw error;
        return nothing;
      }
    }),
  },
  {
    it: 'suspends though its signal is aborted already',
    breaks: suspending((inner) => async (target) => {
      if (!target.signal?.aborted) return inner(target);
      return inner({ ...target, signal: undefined });
    }),
  },
  {
    it: 'leaves half of it suspended where it is aborted on its way',
    breaks: suspending((inner, host) => async (target) => {
      const { signal } = target;
      if (!signal || signal.aborted) return inner(target);
      const [first] = host.of(target.id);
      if (first) await host.suspend(first);
      if (signal.aborted) throw signal.reason;
      return inner(target);
    }),
  },
  {
    it: 'refuses a container that has nothing to suspend',
    breaks: suspending((inner, host) => async (target) => {
      if (host.of(target.id).length === 0) throw new Error('there is nothing to suspend');
      return inner(target);
    }),
  },
  {
    it: 'suspends what another container has',
    breaks: suspending((inner) => (target) => inner({ ...target, id: 'busy' })),
  },
];

const undo: readonly BrokenPlugin[] = [
  { it: 'undoes nothing', breaks: undoing(() => nothing) },
  {
    it: 'undoes half of it',
    breaks: undoing((inner, host, id) => async () => {
      await inner();
      const [first] = host.of(id);
      if (first) first.suspended = true;
    }),
  },
  {
    it: 'cannot be undone twice',
    breaks: undoing((inner) => {
      let undone = false;
      return async () => {
        if (undone) throw new Error('it is not suspended');
        await inner();
        undone = true;
      };
    }),
  },
  {
    it: 'toggles in place of undoing',
    breaks: undoing((_inner, host, id) => async () => {
      for (const process of host.of(id)) process.suspended = !process.suspended;
    }),
  },
];

const back: readonly BrokenPlugin[] = [
  {
    it: 'lets no image pass',
    breaks: (plugin) => ({
      ...plugin,
      verify: async (target) => {
        await plugin.verify(target);
        throw new Error('this image cannot be judged');
      },
    }),
  },
  {
    it: 'lets every image pass',
    breaks: (plugin) => ({ ...plugin, verify: async () => {} }),
  },
  {
    it: 'has another code for an image that does not fit',
    breaks: (plugin) => ({
      ...plugin,
      verify: (target) => recoded(plugin.verify(target), 'ERR_IMAGE_INCOMPATIBLE', 'ERR_RESTORE_FAILED'),
    }),
  },
  {
    it: 'resumes in verify already',
    breaks: (plugin, host) => ({
      ...plugin,
      verify: async (target) => {
        await plugin.verify(target);
        for (const process of host.of(target.id)) process.suspended = false;
      },
    }),
  },
  { it: 'resumes nothing', breaks: (plugin) => ({ ...plugin, resume: nothing }) },
  {
    it: 'resumes half of it',
    breaks: (plugin, host) => ({
      ...plugin,
      resume: async (target) => {
        await plugin.resume(target);
        const [first] = host.of(target.id);
        if (first) first.suspended = true;
      },
    }),
  },
  { it: 'never settles its resume', breaks: (plugin) => ({ ...plugin, resume: hang }) },
];

/** Checkpoint plug-ins that each break one promise. */
export const brokenPlugins: readonly BrokenPlugin[] = [...suspend, ...undo, ...back];

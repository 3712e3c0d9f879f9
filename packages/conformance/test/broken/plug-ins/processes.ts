import type { CheckpointPlugin, CheckpointTarget } from '@caisson/core';
import { RuntimeError } from '@caisson/errors';
import type { CheckpointPluginFixture } from '../../../src/index.ts';

/** The processes of one test that a plug-in suspends, by container. */
interface Processes {
  readonly of: (id: string) => readonly Process[];
  /** The image of this container cannot be restored here. */
  readonly spoilt: (id: string) => boolean;
  /** Takes its time for one process; fails where it is to. */
  readonly suspend: (process: Process) => Promise<void>;
}

interface Process {
  suspended: boolean;
  /** Its next suspend fails. */
  fails: boolean;
}

/** A turn of the loop: what else there is comes first. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A plug-in that passes. */
const sound = (host: Processes): CheckpointPlugin => {
  const resume = async (id: string): Promise<void> => {
    for (const process of host.of(id)) {
      await turn();
      process.suspended = false;
    }
  };
  return {
    name: 'counted',
    suspend: async ({ id, signal }) => {
      try {
        for (const process of host.of(id)) {
          signal?.throwIfAborted();
          await host.suspend(process);
        }
        signal?.throwIfAborted();
      } catch (error) {
        await resume(id);
        throw error;
      }
      return () => resume(id);
    },
    verify: async ({ id }) => {
      if (host.spoilt(id)) {
        throw new RuntimeError('ERR_IMAGE_INCOMPATIBLE', 'the image has no such devices', {
          runtime: 'memory',
          id,
        });
      }
    },
    resume: ({ id }) => resume(id),
  };
};

/** What breaks a plug-in: another one in place of it, which may do to the processes what it likes. */
export type Breaks = (plugin: CheckpointPlugin, host: Processes) => CheckpointPlugin;

const target = (id: string): CheckpointTarget => ({
  id,
  imagePath: `/images/${id}`,
  runtime: {
    name: 'memory',
    processes: async () => [],
    exec: () => Promise.reject(new Error('nothing is run here')),
  },
});

const process = (): Process => ({ suspended: false, fails: false });

export const pluginFixture = async (breaks: Breaks): Promise<CheckpointPluginFixture> => {
  const busy = [process(), process()];
  let spoilt = false;
  const host: Processes = {
    of: (id) => (id === 'busy' ? busy : []),
    spoilt: () => spoilt,
    suspend: async (one) => {
      await turn();
      if (one.fails) {
        one.fails = false;
        throw new Error('a device is in use');
      }
      one.suspended = true;
    },
  };
  const last = busy.at(-1);
  return {
    plugin: breaks(sound(host), host),
    target: target('busy'),
    idle: target('idle'),
    suspended: async () => ({ suspended: busy.filter(({ suspended }) => suspended).length, of: busy.length }),
    failSuspend: async () => {
      if (last) last.fails = true;
    },
    restored: async () => {
      for (const one of busy) one.suspended = true;
    },
    spoil: async () => {
      spoilt = true;
    },
    [Symbol.asyncDispose]: async () => {},
  };
};

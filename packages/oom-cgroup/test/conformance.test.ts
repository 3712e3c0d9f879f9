import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { cgroupMounts, removeCgroup } from '@caisson/cgroup';
import { type OomSubject, type OomWatcherFixture, oomWatcherConformance } from '@caisson/conformance';
import { afterAll, describe, expect, it } from 'vitest';
import { kitPatienceMs } from '../../runc/test/support/emulated.ts';
import { outcomesOf } from '../../runc/test/support/outcomes.ts';
import { oomCgroup } from '../src/index.ts';
import { ended, isRoot, leftBehind, make, ownV1, spawnIn, starve, write } from './support/cgroups.ts';

const mounts = process.platform === 'linux' ? await cgroupMounts() : undefined;
const v1 = ownV1('memory');
const parent = v1 ?? (isRoot && mounts?.version === 'v2' ? mounts.unified?.mountPoint : undefined);

afterAll(async () => expect(await leftBehind()).toEqual([]));

/**
 * A program that idles until it is signalled, and then eats: init, that is killed itself. It asks for no memory while
 * another is killed: where what that one had is not free yet, the kernel would kill it too.
 */
const init = "trap 'x=0123456789; while :; do x=$x$x; done' USR1; read -r line <&3";

/** Whether a process has a handler for a signal (proc_pid_status(5), SigCgt). */
const minds = (pid: number, signal: number): boolean => {
  const mask = /^SigCgt:\s+([0-9a-f]+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return ((BigInt(`0x${mask}`) >> BigInt(signal - 1)) & 1n) === 1n;
};

const subject = async (): Promise<OomSubject & AsyncDisposable> => {
  const path = make(parent ?? '');
  write(`${path}/${v1 === undefined ? 'memory.max' : 'memory.limit_in_bytes'}`, 16 << 20);
  const child = await spawnIn([path], init);
  // Until it minds the signal, that would be its end.
  while (!minds(child.pid, constants.signals.SIGUSR1)) await sleep(5);
  const remove = (): Promise<void> => removeCgroup(path, { kill: true });
  return {
    target: { pid: child.pid },
    killChild: () => starve(path),
    killInit: async () => {
      const over = ended(child);
      // Again, for one that comes just before it reads would wait for a line that never comes.
      while (child.signalCode === null) {
        child.kill('SIGUSR1');
        await Promise.race([over, sleep(50)]);
      }
    },
    end: async () => {
      child.kill('SIGKILL');
      await ended(child);
    },
    remove,
    [Symbol.asyncDispose]: async () => {
      await remove();
      await ended(child);
    },
  };
};

const descriptors = (): readonly string[] =>
  readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const target = readlinkSync(`/proc/self/fd/${fd}`);
      return /eventfd|cgroup|memory/.test(target) ? [target] : [];
    } catch {
      return []; // The directory's own.
    }
  });

describe.skipIf(parent === undefined).each(['events', 'timer'] as const)(
  'oomCgroup, told by %s (needs root and a memory cgroup of v1 or v2)',
  (way) => {
    const factory = async (): Promise<OomWatcherFixture> => {
      const made: AsyncDisposable[] = [];
      return {
        watcher: oomCgroup({ way, intervalMs: 20 }),
        subject: async () => {
          const one = await subject();
          made.push(one);
          return one;
        },
        left: async () => descriptors(),
        [Symbol.asyncDispose]: async () => {
          for (const one of made) await one[Symbol.asyncDispose]();
        },
      };
    };
    oomWatcherConformance({
      test: it,
      factory,
      patienceMs: kitPatienceMs,
      ...outcomesOf(`watcher oom-cgroup, by ${way}`),
    });
  },
);

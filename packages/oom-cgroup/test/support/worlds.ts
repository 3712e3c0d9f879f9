import { randomBytes } from 'node:crypto';
import * as crunTests from '../../../crun/test/support/world.ts';
import { able as ableRunc } from '../../../runc/test/support/modes.ts';
import * as runcTests from '../../../runc/test/support/world.ts';

/** Those whose containers can be watched. */
export const runtimes = [
  { name: 'runc', able: ableRunc, world: runcTests.world },
  { name: 'crun', able: crunTests.able, world: crunTests.world },
] as const;

/** Up to 15 bytes, by which the kernel's log tells this file's processes from all others. */
export const processName = (): string => `oom${randomBytes(6).toString('hex')}`;

/** Runs `work` so often, at most so many at a time. */
export const times = async <T>(
  count: number,
  atOnce: number,
  work: (at: number) => Promise<T>,
): Promise<readonly T[]> => {
  const results: T[] = [];
  let next = 0;
  const some = async (): Promise<void> => {
    while (next < count) {
      const at = next++;
      results[at] = await work(at);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, some));
  return results;
};

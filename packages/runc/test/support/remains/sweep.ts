import { execFileSync } from 'node:child_process';
import { readdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cgroupsOf } from './cgroups.ts';
import { processIds } from './processes.ts';
import type { Own } from './remains.ts';

const trying = (work: () => void): void => {
  try {
    work();
  } catch {
    // What cannot be removed has been reported already.
  }
};

/** Removes what failed tests left, once it has been reported. */
export const sweep = async (own: Own): Promise<void> => {
  const state = join(own.dir, 'state');
  trying(() => {
    for (const id of readdirSync(state)) {
      const root = own.ownRoots ? join(state, id) : state;
      trying(
        () => void execFileSync(own.binary, ['--root', root, 'delete', '--force', id], { stdio: 'ignore' }),
      );
    }
  });
  // A cgroup goes when the last of its killed processes has gone.
  for (let tried = 0; tried < 50 && (processIds(own).length > 0 || cgroupsOf(own).length > 0); tried++) {
    for (const pid of processIds(own)) trying(() => void process.kill(pid, 'SIGKILL'));
    for (const line of cgroupsOf(own).toReversed()) trying(() => rmdirSync(line.replace('cgroup ', '')));
    await sleep(20);
  }
};

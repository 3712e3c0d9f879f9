import { setTimeout as pause } from 'node:timers/promises';
import { InvalidOptionError, RuntimeError } from '@caisson/errors';
import { checkOptions } from '../options.ts';
import { removable } from './check.ts';
import { killIn } from './kill.ts';
import { bottomUp, pidsIn, removeOne } from './tree.ts';

export interface RemoveOptions {
  /** true: kills what runs there (SIGKILL), frozen or not. Default: false. */
  readonly kill?: boolean | undefined;
  /** How long to wait for the killed to end and the kernel to let go, in milliseconds. Default: 5000. */
  readonly timeoutMs?: number | undefined;
}

const optionsOf = (options: RemoveOptions): { readonly kill: boolean; readonly timeoutMs: number } => {
  checkOptions('removeCgroup', options, ['kill', 'timeoutMs']);
  const { kill = false, timeoutMs = 5000 } = options;
  if (typeof kill !== 'boolean') {
    throw new InvalidOptionError(`removeCgroup: kill must be true or false, not ${JSON.stringify(kill)}`);
  }
  if (typeof timeoutMs !== 'number' || !(timeoutMs >= 0)) {
    throw new InvalidOptionError(
      `removeCgroup: timeoutMs must be 0 or more, not ${JSON.stringify(timeoutMs)}`,
    );
  }
  return { kill, timeoutMs };
};

const inWords = (pids: ReadonlySet<number>): string => {
  const named = [...pids].filter((pid) => pid !== 0);
  const foreign = pids.has(0) ? ['some of another pid namespace'] : [];
  return [...named.slice(0, 5), ...(named.length > 5 ? [`${named.length - 5} more`] : []), ...foreign].join(
    ', ',
  );
};

/**
 * Removes a cgroup's directory and those below it, bottom up. That it is gone, or goes meanwhile, is fine. Without
 * `kill` nothing is touched while a process is in it.
 * @throws `ERR_WRONG_STATE` a process is in it and `kill` is not set; `ERR_TIMEOUT`; `ERR_PERMISSION`;
 * `ERR_INVALID_OPTION` also for what is not a cgroup, and for one that this process is in
 */
export const removeCgroup = async (path: string, options: RemoveOptions = {}): Promise<void> => {
  const { kill, timeoutMs } = optionsOf(options);
  const top = await removable(path);
  if (top === undefined || (await removeOne(top))) return;
  const deadline = performance.now() + timeoutMs;
  for (let waitMs = 1; ; waitMs = Math.min(waitMs * 2, 50)) {
    const tree = await bottomUp(top);
    const pids = pidsIn(tree);
    if (pids.size > 0 && !kill) {
      throw new RuntimeError('ERR_WRONG_STATE', `the cgroup ${top} is in use by process ${inWords(pids)}`);
    }
    if (pids.size > 0) killIn(tree, pids);
    let left = false;
    for (const directory of tree) if (!(await removeOne(directory))) left = true;
    if (!left) return;
    if (performance.now() >= deadline) {
      // v1 does not list processes that this pid namespace has no number for; v2 writes 0 for each.
      const reason =
        pids.size > 0
          ? `still in it: process ${inWords(pids)}`
          : 'the kernel keeps it busy, as it does for processes of another pid namespace, which it does not show here';
      throw new RuntimeError(
        'ERR_TIMEOUT',
        `the cgroup ${top} is still there after ${timeoutMs} ms: ${reason}`,
        {
          reason,
        },
      );
    }
    await pause(waitMs);
  }
};

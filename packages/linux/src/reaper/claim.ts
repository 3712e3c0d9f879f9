import { constants } from 'node:os';
import { InvalidOptionError } from '@caisson/errors';
import { checkInteger } from '../arguments.ts';
import type { Watch } from '../linux.ts';
import type { Native } from '../native.ts';
import { pidfdOpen } from '../pidfd.ts';
import { systemError } from '../system-error.ts';
import type { Household } from './household.ts';
import type { Claim, ProcessEnd, Reaper } from './reaper.ts';
import { P_PIDFD, type Waitid } from './waitid.ts';

interface Pending {
  readonly exited: Promise<ProcessEnd>;
  readonly readable: Watch;
  /** How many claims keep Node alive for it. */
  references: number;
}

const claimOf = (pending: Pending): Claim => {
  let held = false;
  const hold = (wanted: boolean): void => {
    if (held === wanted) return;
    held = wanted;
    pending.references += wanted ? 1 : -1;
    if (pending.references === 0) pending.readable.unref();
    else pending.readable.ref();
  };
  hold(true);
  return { exited: pending.exited, ref: () => hold(true), unref: () => hold(false) };
};

const rejected = (error: unknown): Claim => ({
  exited: Promise.reject(error),
  ref: () => {},
  unref: () => {},
});

export const claims = (
  native: Native,
  whenReadable: (fd: number, ready: () => void) => Watch,
  { reap, stateOf }: Waitid,
  shared: Household,
): Reaper['claim'] => {
  const open = pidfdOpen(native);

  const wait = (pid: number): Pending => {
    const pidfd = open(pid);
    const { promise: exited, resolve, reject } = Promise.withResolvers<ProcessEnd>();
    const settle = (): void => {
      try {
        const end = reap(P_PIDFD, pidfd);
        if (end === undefined) return;
        resolve(end);
      } catch (error) {
        reject(error);
      }
      readable[Symbol.dispose]();
      native.close(pidfd);
      shared.claims.delete(pid);
    };
    const readable = whenReadable(pidfd, settle);
    return { exited, readable, references: 0 };
  };

  return (pid) => {
    checkInteger('pid', pid);
    if (shared.running?.isNodes(pid)) {
      throw new InvalidOptionError(`pid ${pid} is a child that Node started: its 'exit' event tells its end`);
    }
    const claimed = shared.claims.get(pid);
    if (claimed) return claimed();
    try {
      // Refuses at once what is no child: its pidfd would tell of an end that only its parent may read.
      if (stateOf(pid) === 'none') throw systemError(constants.errno.ECHILD, 'waitid');
      const pending = wait(pid);
      const share = (): Claim => claimOf(pending);
      shared.claims.set(pid, share);
      return share();
    } catch (error) {
      return rejected(error);
    }
  };
};

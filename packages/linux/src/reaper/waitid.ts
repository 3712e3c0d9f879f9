import { checked, type Native } from '../native.ts';
import type { ProcessEnd } from './reaper.ts';
import { signalNames } from './signal-names.ts';

export const P_PID = 1;
/** Linux 5.4. */
export const P_PIDFD = 3;
const WNOHANG = 0x1;
const WEXITED = 0x4;
const WNOWAIT = 0x100_0000;
const CLD_EXITED = 1;

/** Places in siginfo_t, in 32-bit words; before the union there is padding where pointers have 64 bits. */
const union = ['arm', 'ia32', 'mips', 'mipsel'].includes(process.arch) ? 3 : 4;
const at = { code: 2, pid: union, status: union + 2 };
const SIGINFO_WORDS = 32;

const endOf = (code: number, status: number): ProcessEnd =>
  code === CLD_EXITED
    ? { exitCode: status, signal: null }
    : { exitCode: 128 + status, signal: signalNames.get(status) ?? status };

export interface Waitid {
  /**
   * Reaps a dead child; `undefined`: it lives.
   * @throws `ECHILD` where it is no child, or reaped already
   */
  readonly reap: (idType: typeof P_PID | typeof P_PIDFD, id: number) => ProcessEnd | undefined;
  /**
   * `none`: no child of ours. Unlike the state in /proc, `zombie` means that it can be reaped: a process whose
   * leading thread alone has ended is `Z` there, too.
   */
  readonly stateOf: (pid: number) => 'none' | 'alive' | 'zombie';
}

export const waitid = (native: Native): Waitid => {
  const info = new Int32Array(SIGINFO_WORDS);
  const look = (idType: number, id: number, options: number): ProcessEnd | undefined => {
    info[at.pid] = 0;
    checked(native, 'waitid', native.waitid(idType, id, info, WEXITED | WNOHANG | options));
    return info[at.pid] === 0 ? undefined : endOf(info[at.code] ?? 0, info[at.status] ?? 0);
  };
  return {
    reap: (idType, id) => look(idType, id, 0),
    stateOf: (pid) => {
      try {
        return look(P_PID, pid, WNOWAIT) ? 'zombie' : 'alive';
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ECHILD') return 'none';
        throw error;
      }
    },
  };
};

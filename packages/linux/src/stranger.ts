import { constants } from 'node:os';
import { checkInteger } from './arguments.ts';
import type { Watch } from './linux.ts';
import type { Native } from './native.ts';
import { pidfdOpen } from './pidfd.ts';
import type { Claim, ProcessEnd } from './reaper/reaper.ts';
import { endOfStatus } from './reaper/wait-status.ts';
import { systemError } from './system-error.ts';

// struct pidfd_info (linux/pidfd.h): u64 mask, u64 cgroupid, eleven u32 ids, s32 exit_code. Its first version.
const INFO_BYTES = 64;
const EXIT_CODE_AT = 60;
const INFO_EXIT = 0x8n;
/** _IOWR(0xFF, 11, struct pidfd_info) */
const PIDFD_GET_INFO = 0xc0_40_ff_0b;
/** How soon a dead process that its parent has not reaped yet is looked at again, in milliseconds. */
const [firstMs, longestMs] = [1, 100];

type Look = (pidfd: number) => ProcessEnd | 'alive' | 'unable';

const look =
  (native: Native): Look =>
  (pidfd) => {
    const info = Buffer.alloc(INFO_BYTES);
    info.writeBigUInt64LE(INFO_EXIT);
    // It fails with ESRCH where it is dead and this kernel (before 6.15) keeps nothing of it.
    if (native.ioctl(pidfd, PIDFD_GET_INFO, info) < 0) return 'unable';
    const told = (info.readBigUInt64LE() & INFO_EXIT) !== 0n;
    return told ? endOfStatus(info.readInt32LE(EXIT_CODE_AT)) : 'alive';
  };

/** Whether the kernel keeps an exit for others than the parent (6.15 and later), as far as can be told beforehand. */
export const tellsStrangers = (native: Native, release: string): boolean => {
  const [major = 0, minor = 0] = release.split('.').map(Number);
  if (major < 6 || (major === 6 && minor < 15)) return false;
  const self = pidfdOpen(native)(process.pid);
  try {
    return look(native)(self) === 'alive';
  } finally {
    native.close(self);
  }
};

/** The end of a process whoever its parent is: known once that parent has reaped it. */
export const stranger = (
  native: Native,
  whenReadable: (fd: number, ready: () => void) => Watch,
): ((pid: number) => Claim) => {
  const open = pidfdOpen(native);
  const ask = look(native);
  return (pid) => {
    checkInteger('pid', pid);
    const { promise: exited, resolve, reject } = Promise.withResolvers<ProcessEnd>();
    let pidfd: number;
    try {
      pidfd = open(pid);
    } catch (error) {
      return { exited: Promise.reject(error), ref: () => {}, unref: () => {} };
    }
    let held = true;
    let timer: NodeJS.Timeout | undefined;
    const settle = (waitMs: number): void => {
      const end = ask(pidfd);
      if (end === 'alive') {
        timer = setTimeout(settle, waitMs, Math.min(waitMs * 2, longestMs));
        if (!held) timer.unref();
        return;
      }
      native.close(pidfd);
      if (end === 'unable') reject(systemError(constants.errno.ENOTSUP, 'ioctl'));
      else resolve(end);
    };
    const readable = whenReadable(pidfd, () => {
      readable[Symbol.dispose](); // It stays readable from now on.
      settle(firstMs);
    });
    readable.ref();
    const hold = (wanted: boolean): void => {
      held = wanted;
      if (wanted) {
        readable.ref();
        timer?.ref();
      } else {
        readable.unref();
        timer?.unref();
      }
    };
    return { exited, ref: () => hold(true), unref: () => hold(false) };
  };
};

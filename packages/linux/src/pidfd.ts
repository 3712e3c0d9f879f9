import { checkInteger } from './arguments.ts';
import { checked, type Native } from './native.ts';

// One number on every architecture (all calls since Linux 5.1 are); glibc has functions for them since 2.36 alone.
const SYS_PIDFD_SEND_SIGNAL = 424;
const SYS_PIDFD_OPEN = 434;

export const pidfdOpen =
  (native: Native) =>
  (pid: number): number => {
    checkInteger('pid', pid);
    return checked(native, 'pidfd_open', native.syscall(SYS_PIDFD_OPEN, pid, 0, 0, 0));
  };

export const pidfdSendSignal =
  (native: Native) =>
  (pidfd: number, signal: number): void => {
    checkInteger('pidfd', pidfd);
    checkInteger('signal', signal);
    checked(native, 'pidfd_send_signal', native.syscall(SYS_PIDFD_SEND_SIGNAL, pidfd, signal, 0, 0));
  };

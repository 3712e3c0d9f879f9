import { type Change, compose } from '../change.ts';
import { terminal } from '../changes/process.ts';
import { denySyscalls } from '../changes/seccomp.ts';
import { uring } from '../seccomp/classes.ts';

const ENOSYS = 38;

/**
 * Makes a container that CRIU can dump: no io_uring (programs that are told ENOSYS, as by an older kernel, fall
 * back to epoll) and no terminal, whose other end is outside.
 */
export const checkpointable = (): Change => compose(denySyscalls(uring, ENOSYS), terminal(false));

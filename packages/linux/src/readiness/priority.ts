import type { Watch } from '../linux.ts';
import { type OpenPoll, UV_PRIORITIZED } from './loop.ts';

/**
 * Each in a handle of its own, not in the epoll set: the kernel clears a PSI trigger's event when it is polled, and
 * a set inside the loop's own is polled twice, so that the event is gone before the set tells of it.
 */
export const priorityWatch =
  (openPoll: OpenPoll) =>
  (fd: number, ready: () => void): Watch => {
    const poll = openPoll(fd, UV_PRIORITIZED, ready);
    return { ref: poll.ref, unref: poll.unref, [Symbol.dispose]: poll.close };
  };

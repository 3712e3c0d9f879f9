import { O_CLOEXEC } from '../descriptors.ts';
import type { Watch } from '../linux.ts';
import { checked, type Native } from '../native.ts';
import { type OpenPoll, type Poll, UV_READABLE } from './loop.ts';

const EPOLLIN = 1;
const EPOLL_CTL_ADD = 1;
const EPOLL_CTL_DEL = 2;
/** Told at one time; the rest in the loop's next turn. */
const BATCH = 256;

/** struct epoll_event in 32-bit words: it is packed on x86 alone. */
const words = process.arch === 'x64' || process.arch === 'ia32' ? { size: 3, data: 1 } : { size: 4, data: 2 };

/** One callback's exception must not keep the others of its batch from being called, nor be lost. */
const call = (ready: (() => void) | undefined): void => {
  try {
    ready?.();
  } catch (error) {
    process.nextTick(() => {
      throw error;
    });
  }
};

/**
 * Any number of descriptors under one handle of the loop, level-triggered. An event carries the number of its
 * watch, not the descriptor: that one may have been closed and given out again by the time it is told.
 */
export const epollSet = (native: Native, openPoll: OpenPoll): ((fd: number, ready: () => void) => Watch) => {
  const watches = new Map<number, () => void>();
  const events = new Uint32Array(BATCH * words.size);
  let set: { readonly epoll: number; readonly poll: Poll } | undefined;
  let last = 0;
  let referenced = 0;

  const tell = (epoll: number): void => {
    const count = checked(native, 'epoll_wait', native.epollWait(epoll, events, BATCH, 0));
    const numbers = Array.from({ length: count }, (_, at) => events[at * words.size + words.data] ?? 0);
    for (const number of numbers) call(watches.get(number));
  };

  const opened = (): { readonly epoll: number; readonly poll: Poll } => {
    if (set) return set;
    const epoll = checked(native, 'epoll_create1', native.epollCreate1(O_CLOEXEC));
    set = { epoll, poll: openPoll(epoll, UV_READABLE, () => tell(epoll)) };
    return set;
  };

  return (fd, ready) => {
    const { epoll, poll } = opened();
    do last = (last + 1) >>> 0;
    while (watches.has(last));
    const number = last;
    const event = new Uint32Array(words.size);
    event[0] = EPOLLIN;
    event[words.data] = number;
    checked(native, 'epoll_ctl', native.epollCtl(epoll, EPOLL_CTL_ADD, fd, event));
    watches.set(number, ready);

    let held = false;
    const hold = (wanted: boolean): void => {
      if (held === wanted || (wanted && !watches.has(number))) return;
      held = wanted;
      referenced += wanted ? 1 : -1;
      if (referenced === 0) poll.unref();
      else if (referenced === 1 && wanted) poll.ref();
    };
    return {
      ref: () => hold(true),
      unref: () => hold(false),
      [Symbol.dispose]: () => {
        hold(false);
        if (watches.delete(number)) native.epollCtl(epoll, EPOLL_CTL_DEL, fd, null);
      },
    };
  };
};

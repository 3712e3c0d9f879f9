import { AsyncResource } from 'node:async_hooks';
import { constants } from 'node:os';
import { InvalidOptionError } from '@caisson/errors';
import { checkFunction, checkInteger } from '../arguments.ts';
import type { Linux, Watch } from '../linux.ts';
import { checked, type Native } from '../native.ts';
import { systemError } from '../system-error.ts';
import { epollSet } from './epoll.ts';
import { eventLoop } from './loop.ts';
import { priorityWatch } from './priority.ts';

/** The ways to watch, raw: a descriptor's end of being watched is the caller's to see to, before it is closed. */
export const ways = (native: Native): Ways => {
  const openPoll = eventLoop(native);
  return { in: epollSet(native, openPoll), pri: priorityWatch(openPoll) };
};

export type Ways = Readonly<Record<'in' | 'pri', (fd: number, ready: () => void) => Watch>>;

/** What users get: checked, in the async context of the caller, and known by descriptor to `close`. */
export const watching = (native: Native, ways: Ways): Pick<Linux, 'watch' | 'close'> => {
  const current = { in: new Map<number, Watch>(), pri: new Map<number, Watch>() };

  return {
    watch: (fd, events, ready) => {
      checkInteger('fd', fd);
      checkFunction('ready', ready);
      if (!Object.hasOwn(ways, events)) {
        throw new InvalidOptionError(`events must be 'in' or 'pri', not ${String(events)}`);
      }
      const ofKind = current[events];
      if (ofKind.has(fd)) throw systemError(constants.errno.EEXIST, 'epoll_ctl');
      const inner = ways[events](fd, AsyncResource.bind(ready));
      const watch: Watch = {
        ref: inner.ref,
        unref: inner.unref,
        [Symbol.dispose]: () => {
          if (ofKind.get(fd) !== watch) return;
          ofKind.delete(fd);
          inner[Symbol.dispose]();
        },
      };
      ofKind.set(fd, watch);
      return watch;
    },
    close: (fd) => {
      checkInteger('fd', fd);
      for (const ofKind of Object.values(current)) ofKind.get(fd)?.[Symbol.dispose]();
      checked(native, 'close', native.close(fd));
    },
  };
};

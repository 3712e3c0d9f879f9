import { type Cgroup, readOomKillsSync } from '@caisson/cgroup';
import type { Linux } from '@caisson/linux';
import { eventfdAlarm } from '../alarms/eventfd.ts';

/** One cgroup of a v1 tree. */
export interface Member extends Disposable {
  /** Its own kills; the last that was read, where it is gone. */
  readonly count: () => number;
  readonly gone: () => boolean;
  /** Events whose kill has not been counted. */
  readonly pending: () => number;
  /** Says of what is pending that no kill comes of it any more. */
  readonly settle: () => void;
}

/** @throws where the kernel refuses the eventfd */
export const memberOf = (path: string, linux: Linux | undefined, told: () => void): Member => {
  const cgroup: Cgroup = { version: 1, path };
  let last = 0;
  let pending = 0;
  let gone = false;
  const alarm =
    linux &&
    eventfdAlarm(linux, path, (times) => {
      pending += times;
      told();
    });
  return {
    count: () => {
      const now = gone ? undefined : readOomKillsSync(cgroup);
      if (now === undefined) gone = true;
      else {
        pending = Math.max(0, pending - (now - last));
        last = now;
      }
      return last;
    },
    gone: () => gone,
    pending: () => pending,
    settle: () => {
      if (!gone) pending = 0;
    },
    [Symbol.dispose]: () => alarm?.[Symbol.dispose](),
  };
};

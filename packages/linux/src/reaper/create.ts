import type { Watch } from '../linux.ts';
import { checked, type Native } from '../native.ts';
import { claims } from './claim.ts';
import { household } from './household.ts';
import { reapOrphans } from './orphans.ts';
import type { Reaper } from './reaper.ts';
import { waitid } from './waitid.ts';

const PR_SET_CHILD_SUBREAPER = 36;

export const createReaper = (
  native: Native,
  whenReadable: (fd: number, ready: () => void) => Watch,
): Reaper => {
  const shared = household();
  const wait = waitid(native);
  return {
    start: () => {
      if (shared.running) return;
      checked(native, 'prctl', native.prctl(PR_SET_CHILD_SUBREAPER, 1));
      shared.running = reapOrphans(wait, shared);
    },
    expect: () => {
      const expectation = {
        [Symbol.dispose]: () => {
          if (shared.expectations.delete(expectation)) shared.running?.rescan();
        },
      };
      shared.expectations.add(expectation);
      return expectation;
    },
    claim: claims(native, whenReadable, wait, shared),
  };
};

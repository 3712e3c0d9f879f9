import { children } from './children.ts';
import type { Household } from './household.ts';
import { nodesChildren } from './nodes-children.ts';
import { P_PID, type Waitid } from './waitid.ts';

/** How long after it was first seen dead an orphan that nobody claimed is reaped. */
const GRACE_MS = 1000;
/** Many deaths make one scan. */
const GATHER_MS = 50;

interface Dead {
  readonly since: number;
  /** The expectations that were held when it was seen first. */
  readonly expectedBy: readonly object[];
}

/** Reaps what nobody claims, now and from now on. */
export const reapOrphans = (
  { reap, stateOf }: Waitid,
  { claims, expectations }: Household,
): NonNullable<Household['running']> => {
  const nodes = nodesChildren();
  const earlier = new Set(children());
  let dead = new Map<number, Dead>();
  let timer: NodeJS.Timeout | undefined;
  let due = Number.POSITIVE_INFINITY;

  const zombies = (): readonly number[] => {
    const spared = nodes();
    for (const pid of earlier) if (stateOf(pid) === 'none') earlier.delete(pid);
    return children().filter(
      (pid) => !(claims.has(pid) || spared.has(pid) || earlier.has(pid)) && stateOf(pid) === 'zombie',
    );
  };

  const scan = (): void => {
    due = Number.POSITIVE_INFINITY;
    const now = performance.now();
    const kept = new Map<number, Dead>();
    for (const pid of zombies()) {
      const found = dead.get(pid) ?? { since: now, expectedBy: [...expectations] };
      const expected = found.expectedBy.some((expectation) => expectations.has(expectation));
      const restMs = found.since + GRACE_MS - now;
      if (!expected && restMs <= 0) {
        reap(P_PID, pid);
        continue;
      }
      kept.set(pid, found);
      // What is expected is looked at again when the expectation ends.
      if (!expected) rescan(restMs);
    }
    dead = kept;
  };

  const rescan = (afterMs: number): void => {
    const at = performance.now() + afterMs;
    if (at >= due) return;
    clearTimeout(timer);
    due = at;
    timer = setTimeout(scan, afterMs).unref();
  };

  process.on('SIGCHLD', () => rescan(GATHER_MS));
  return { rescan: () => rescan(GATHER_MS), isNodes: (pid) => nodes().has(pid) };
};

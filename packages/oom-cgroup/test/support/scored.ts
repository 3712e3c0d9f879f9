import { randomInt } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const file = '/proc/self/oom_score_adj';

/** A score by which the kernel's log, which tells it of each process that it kills, knows ours from all others. */
export interface Scored extends Disposable {
  readonly score: number;
}

/**
 * This program has it too while it is in use, and so all that it starts: gVisor gives its spec's score to the sandbox's
 * kernel alone, and the processes that map the application's memory inherit theirs.
 */
export const scored = (): Scored => {
  const before = readFileSync(file, 'utf8');
  const score = randomInt(101, 1000);
  writeFileSync(file, String(score));
  return { score, [Symbol.dispose]: () => writeFileSync(file, before) };
};

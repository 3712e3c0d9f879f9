import parse from 'parse-duration';
import { refused } from '../usage-error.ts';

// The library takes nearly anything ("1h foo"); what it is given here has one meaning.
const form = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/;
const seconds = /^\d+(?:\.\d+)?$/;

/** A timer's longest time: 2^31 - 1 ms. */
const longestMs = 2_147_483_647;

/** A time as it was given, and in milliseconds. */
export interface Duration {
  readonly text: string;
  readonly ms: number;
}

/** `90s`, `1m30s`, `1.5h`, `250ms`; a plain number is seconds, as for timeout(1). */
export const duration = (name: string, text: string): Duration => {
  const ms = form.test(text) ? parse(text) : seconds.test(text) ? Number(text) * 1_000 : null;
  const right = 'a time such as 30s, 5m, 1h30m or 250ms, above 0 and at most 24d';
  if (ms === null || ms <= 0 || ms > longestMs) throw refused(name, text, right);
  return { text, ms };
};

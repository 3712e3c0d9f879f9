import { describe, expect, it } from 'vitest';
import { verdictOn } from '../src/verdict.ts';

const killed = { exitCode: 137, signal: 'SIGKILL' } as const;
const well = { exitCode: 0, signal: null } as const;
const gaveUp = { exitCode: 1, signal: null } as const;

describe('the verdict on a sandbox that has ended', () => {
  it.each([
    ['SIGKILL at the limit', killed, true, 1, 1],
    ['SIGKILL at the limit, nothing else known', killed, true, undefined, 1],
    ['an end at the limit that nobody saw', undefined, true, undefined, 1],
    ['a sandbox that lost its memory’s process', gaveUp, true, 2, 1],
    ['an exit of 0 at the limit', well, true, 1, 0],
    ['SIGKILL at the limit while the kernel killed nothing', killed, true, 0, 0],
    ['SIGKILL below the limit while the kernel killed nothing', killed, false, 0, 0],
    ['SIGKILL below the limit while it killed something', killed, false, 1, 'unknown'],
    ['SIGKILL below the limit, nothing else known', killed, false, undefined, 'unknown'],
  ] as const)('of %s is as sure as can be', (_what, end, atLimit, sharedKills, verdict) => {
    expect(verdictOn({ end, atLimit, sharedKills })).toBe(verdict);
  });
});

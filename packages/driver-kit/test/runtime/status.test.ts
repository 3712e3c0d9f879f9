import { describe, expect, test } from 'vitest';
import { atLeast, statusOf } from '../../src/runtime/status.ts';

const at = new Date(0);

describe('a status', () => {
  test.each([
    // init's own death, a child's that a shell passed on, and what only looks like one
    [137, 'SIGKILL', 1, true],
    [137, null, 1, true],
    [137, 'unknown', 1, true],
    [137, 'SIGKILL', 0, false],
    [137, null, 'unknown', 'unknown'],
    [0, null, 1, false],
    [1, null, 3, false],
    [143, 'SIGTERM', 'unknown', false],
  ] as const)('of code %j, signal %j and %j kills is oomKilled %j', (exitCode, signal, kills, oomKilled) => {
    expect(statusOf({ exitCode, signal }, kills, at, at)).toEqual({
      exitCode,
      signal,
      oomKills: kills,
      oomKilled,
      startedAt: at,
      finishedAt: at,
    });
  });

  test('has no startedAt where it was never started', () => {
    expect('startedAt' in statusOf({ exitCode: 0, signal: null }, 0, undefined, at)).toBe(false);
  });
});

describe('of two counts', () => {
  test.each([
    ['unknown', 'unknown', 'unknown'],
    ['unknown', 2, 2],
    [0, 'unknown', 0],
    [1, 3, 3],
    [3, 1, 3],
  ] as const)('%j and %j the greater that is known is right: %j', (one, other, kills) => {
    expect(atLeast(one, other)).toBe(kills);
  });
});

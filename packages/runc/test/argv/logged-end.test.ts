import { describe, expect, it } from 'vitest';
import { loggedEnd } from '../../src/logged-end.ts';

// As runc 1.1.5 --debug --log-format json writes them.
const log = [
  { level: 'debug', msg: 'nsexec[7]: => nsexec container setup', time: 't' },
  { level: 'debug', msg: 'process exited', pid: 8, status: 0, time: 't' },
  { level: 'debug', msg: 'process exited', pid: 9, status: 3, time: 't' },
  { level: 'debug', msg: 'process exited', pid: 10, status: 137, time: 't' },
  { level: 'debug', msg: 'process exited', pid: 11, status: 128, time: 't' },
];

describe('the end of a process in runc’s debug log', () => {
  it.each([
    [8, { exitCode: 0, signal: null }],
    [9, { exitCode: 3, signal: null }],
    [10, { exitCode: 137, signal: 'unknown' }],
    [11, { exitCode: 128, signal: null }],
    [7, undefined],
  ])('of pid %i is %j', (pid, end) => {
    expect(loggedEnd(log, pid)).toEqual(end);
  });

  it('is not there before it is logged whole', () => {
    expect(loggedEnd([], 8)).toBeUndefined();
    expect(loggedEnd([{ level: 'debug', msg: 'process exited', pid: 8 }], 8)).toBeUndefined();
    expect(loggedEnd([{ level: 'error', msg: '{"level":"debug","msg":"process exi' }], 8)).toBeUndefined();
  });
});

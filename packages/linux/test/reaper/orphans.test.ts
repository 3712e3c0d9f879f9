import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { reapOrphans } from '../../src/reaper/orphans.ts';
import { fixture, leftBehind, marked, run } from '../fixtures/run.ts';

afterAll(() => expect(leftBehind()).toEqual([]));

it('reaps every orphan that nobody claims, and nothing that was there before it or that Node started', async () => {
  // The shell's own child becomes the program's when the shell does.
  const shell = 'sleep 0.1 & exec "$0" "$1" $!';
  const { stdout } = await promisify(execFile)('sh', ['-c', shell, process.execPath, fixture('unclaimed')], {
    env: marked,
    timeout: 240_000,
  });
  expect(JSON.parse(stdout)).toEqual({
    reaped: 60,
    ownCode: 5,
    refused: 'ERR_INVALID_OPTION',
    ownSignal: 'SIGKILL',
    foreign: 'Z',
  });
}, 300_000);

it('keeps a dead orphan while an expectation is held that was held when it died, for any number of claims', async () => {
  expect(await run('expected')).toEqual({
    kept: ['Z', 'Z'],
    end: { exitCode: 42, signal: null },
    again: 'ECHILD',
    shared: [
      { exitCode: 9, signal: null },
      { exitCode: 9, signal: null },
    ],
    pidfds: [],
  });
}, 300_000);

it('leaves alone what Node started, even where it looks dead for long (by a fake waitid)', async () => {
  const reaped: number[] = [];
  const household = { claims: new Map(), expectations: new Set<object>() };
  const fake = {
    stateOf: () => 'zombie' as const,
    reap: (_: number, pid: number) => {
      reaped.push(pid);
      return undefined;
    },
  };
  const early = spawn('sleep', ['600']);
  const { rescan } = reapOrphans(fake, household);
  const late = spawn('sleep', ['600']);
  rescan();
  await new Promise((resolve) => setTimeout(resolve, 2000));
  expect(reaped).toEqual([]);
  early.kill('SIGKILL');
  late.kill('SIGKILL');
  await Promise.all([once(early, 'exit'), once(late, 'exit')]);
});

it('leaves alone what another copy of the package in the same process waits for', async () => {
  const end = { exitCode: 6, signal: null };
  expect(await run('two-copies')).toEqual({ distinct: true, listeners: 1, kept: 'Z', ends: [end, end] });
}, 300_000);

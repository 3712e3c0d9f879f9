import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { fixture, run } from '../fixtures/run.ts';

it('reaps every orphan that nobody claims, and nothing that was there before it or that Node started', async () => {
  // The shell's own child becomes the program's when the shell does.
  const shell = 'sleep 0.1 & exec "$0" "$1" $!';
  const { stdout } = await promisify(execFile)('sh', ['-c', shell, process.execPath, fixture('unclaimed')], {
    env: { ...process.env, NODE_OPTIONS: '' },
    timeout: 60_000,
  });
  expect(JSON.parse(stdout)).toEqual({
    reaped: 60,
    ownCode: 5,
    refused: 'ERR_INVALID_OPTION',
    ownSignal: 'SIGKILL',
    foreign: 'Z',
  });
}, 60_000);

it('keeps a dead orphan while an expectation is held that was held when it died, for any number of claims', async () => {
  expect(await run('expected')).toEqual({
    kept: ['Z', 'Z'],
    end: { exitCode: 42, signal: null },
    again: 'ECHILD',
    shared: [
      { exitCode: 9, signal: null },
      { exitCode: 9, signal: null },
    ],
  });
}, 60_000);

it('leaves alone what another copy of the package in the same process waits for', async () => {
  const end = { exitCode: 6, signal: null };
  expect(await run('two-copies')).toEqual({ distinct: true, listeners: 1, kept: 'Z', ends: [end, end] });
}, 60_000);

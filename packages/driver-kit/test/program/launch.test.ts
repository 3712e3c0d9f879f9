import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { launch, type Program } from '../../src/program/launch.ts';
import { temporaryDir } from '../fixtures/bundle.ts';

const dir = temporaryDir();
const sh = (script: string, stdio: Program['stdio'] = ['ignore', 'pipe', 'pipe']): Program => ({
  path: '/bin/sh',
  args: ['-c', script, 'sh', '$HOME', '*', 'a b'],
  stdio,
});

describe('a launched program', () => {
  test('gets its arguments as they are, without a shell', async () => {
    const { stdout, exited } = launch(sh('printf "%s|" "$@"'));
    expect(await text(stdout as NonNullable<typeof stdout>)).toBe('$HOME|*|a b|');
    expect(await exited).toEqual({ exitCode: 0, signal: null });
  });

  test('tells its exit code, or the signal that ended it', async () => {
    expect(await launch(sh('exit 7')).exited).toEqual({ exitCode: 7, signal: null });
    expect(await launch(sh('kill -KILL $$')).exited).toEqual({ exitCode: null, signal: 'SIGKILL' });
    const { kill, exited } = launch(sh('exec sleep 7613'));
    kill('SIGTERM');
    expect(await exited).toEqual({ exitCode: null, signal: 'SIGTERM' });
  });

  test('has exited when it has, though a grandchild holds its pipes', async () => {
    const { stdout, exited } = launch(sh('sleep 7613 & echo $!'));
    const printed = new Promise<string>((resolve) => stdout?.once('data', (chunk) => resolve(String(chunk))));
    expect(await exited).toEqual({ exitCode: 0, signal: null });
    process.kill(Number(await printed), 'SIGKILL');
    stdout?.destroy();
  });

  test('writes into a descriptor that it is given', async () => {
    const file = join(dir, 'out');
    const fd = openSync(file, 'w');
    const { exited } = launch(sh('echo out; echo err >&2', ['ignore', fd, fd]));
    closeSync(fd);
    await exited;
    expect(readFileSync(file, 'utf8')).toBe('out\nerr\n');
  });

  test('has a session of its own, which a Ctrl-C at our terminal does not reach', async () => {
    const { stdout, pid } = launch(sh('ps -o sid= -p $$'));
    expect(Number(await text(stdout as NonNullable<typeof stdout>))).toBe(pid);
  });

  test.each([
    ['that is not there', '/nowhere/at/all', 'ENOENT'],
    ['that is a directory', '/', 'EACCES'],
  ])('%s rejects with the system’s error, and with nothing unhandled', async (_what, path, code) => {
    const { pid, exited } = launch({ ...sh(''), path });
    expect(pid).toBeUndefined();
    await expect(exited).rejects.toMatchObject({ code });
  });
});

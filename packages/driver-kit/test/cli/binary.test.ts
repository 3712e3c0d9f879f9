import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { findBinary, helpOf } from '../../src/cli/binary.ts';
import { cli } from '../../src/index.ts';
import { launch } from '../../src/program/launch.ts';
import { temporaryDir } from '../fixtures/bundle.ts';
import { fakeRuntime } from '../fixtures/fake-runtime.ts';
import { dialect } from '../fixtures/runc-dialect.ts';

const dir = temporaryDir();
const binary = (name: string, text: string, mode = 0o755): string => {
  const path = join(dir, name);
  writeFileSync(path, text, { mode });
  return path;
};
const unavailable = (reason: string | RegExp) =>
  expect.objectContaining({
    code: 'ERR_RUNTIME_NOT_AVAILABLE',
    runtime: 'runc',
    reason: expect.stringMatching(reason),
  });

afterEach(() => vi.unstubAllEnvs());

describe('a binary', () => {
  const good = fakeRuntime(dir, 'good', 'exit 1').path;

  test('is found in PATH, the first that can be run: no directory, no file without its mode', () => {
    for (const name of ['first', 'second', 'third']) mkdirSync(join(dir, name));
    mkdirSync(join(dir, 'first', 'good'));
    binary('second/good', '', 0o644);
    symlinkSync(good, join(dir, 'third', 'good'));
    vi.stubEnv(
      'PATH',
      ['relative', '', ...['nowhere', 'first', 'second', 'third'].map((d) => join(dir, d))].join(':'),
    );
    expect(findBinary('runc', 'good')).toBe(join(dir, 'third', 'good'));
    expect(() => findBinary('runc', 'better')).toThrow(unavailable('there is no program better in PATH'));
    vi.stubEnv('PATH', undefined);
    expect(() => findBinary('runc', 'good')).toThrow(unavailable('there is no program good in PATH'));
  });

  test('is taken as it is where it is a path, which a later chdir does not change', () => {
    expect(findBinary('runc', good)).toBe(good);
    expect(findBinary('runc', relative(process.cwd(), good))).toBe(good);
  });

  test.each([
    ['is not there', () => join(dir, 'nowhere'), 'nowhere: there is no such file'],
    ['is not executable', () => binary('plain', '', 0o644), 'plain: it is not executable'],
    ['is a directory', () => dir, 'it is not a file'],
    ['lies below a file', () => join(good, 'x'), 'a part of its path is not a directory'],
  ])('is refused with the reason where it %s', (_what, path, reason) => {
    expect(() => findBinary('runc', path())).toThrow(unavailable(reason));
  });

  test.each([
    ['is no program', () => binary('text', 'just text'), /it is not a program|exited with/],
    [
      'wants an interpreter that is not there',
      () => binary('lost', '#!/no/such\n'),
      'its interpreter is not there',
    ],
    [
      'exits with an error',
      () => binary('exit', '#!/bin/sh\necho broken >&2; exit 3'),
      '--version exited with 3: broken',
    ],
    ['is killed', () => binary('killed', '#!/bin/sh\nkill -9 $$'), '--version'],
    [
      'hangs',
      () => binary('hangs', '#!/bin/sh\ntrap "" TERM; while :; do sleep 0.1; done'),
      'did not answer in 200 ms',
    ],
  ])('rejects with the reason where it %s', async (_what, path, reason) => {
    const options = { path: path(), verbTimeoutMs: 200, waiting: 'foreground' as const };
    await expect(cli(dialect, options)).rejects.toThrow(unavailable(reason));
  });

  test('may say what it is though a descendant of it holds its output', async () => {
    const path = binary('holds', '#!/bin/sh\nsleep 7613 & echo "version $!"');
    const { version } = await helpOf(launch, 'runc', path);
    process.kill(Number(version.split(' ')[1]), 'SIGKILL');
  });

  test('is judged by the dialect, whose reason is told', async () => {
    const judged = cli(
      {
        ...dialect,
        probe: async ({ version }) => {
          throw new Error(`it calls itself ${version}`);
        },
      },
      { path: good },
    );
    await expect(judged).rejects.toThrow(unavailable('it calls itself fake version 1'));
  });

  test('is asked for each verb’s flags once', async () => {
    const path = binary(
      'helps',
      `#!/bin/sh\necho "$*" >>${dir}/asked; echo "   --keep, -k  --pid-file value --no_flag"`,
    );
    const { flags, version } = await helpOf(launch, 'runc', path);
    expect(version).toContain('--keep');
    expect([...(await flags('run'))]).toEqual(['--keep', '--pid-file', '--no']);
    await Promise.all([flags('run'), flags(), flags()]);
    expect(readFileSync(join(dir, 'asked'), 'utf8')).toBe('--version\nrun --help\n--help\n');
  });
});

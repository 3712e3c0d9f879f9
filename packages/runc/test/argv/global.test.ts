import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RuncOptions } from '../../src/index.ts';
import { fakeRunc, onLinux } from './calls.ts';

const fake = fakeRunc();
const log = ['--log', 'LOG', '--log-format', 'json'];

/** The words before the verb of a call with these options. */
const before = async (options: RuncOptions): Promise<readonly string[]> => {
  await using runtime = await fake.runtime({ waiting: 'foreground', ...options });
  await runtime.state('a');
  const { argv } = fake.calls().at(-1) ?? expect.fail();
  expect(argv.slice(-2)).toEqual(['state', 'a']);
  return argv.slice(0, -2);
};

describe.skipIf(!onLinux)('the options of a driver, before the verb of a fake runc (needs Linux)', () => {
  it('ask for a log in JSON of each call of its own', async () => {
    expect(await before({})).toEqual(log);
  });

  it.each<[string, RuncOptions, string[]]>([
    ['root', { root: '/var/state' }, ['--root', '/var/state', ...log]],
    ['debug', { debug: true }, ['--debug', ...log]],
    ['debug: false', { debug: false }, log],
    ['rootless', { rootless: true }, ['--rootless', 'true', ...log]],
    ['rootless: false', { rootless: false }, ['--rootless', 'false', ...log]],
    ["rootless: 'auto'", { rootless: 'auto' }, ['--rootless', 'auto', ...log]],
    ['extraArgs, as they are', { extraArgs: ['--criu', 'a b'] }, [...log, '--criu', 'a b']],
    [
      'undefined ones, as if they were absent',
      { root: undefined, rootless: undefined, extraArgs: undefined },
      log,
    ],
    [
      'all of them',
      { root: '/r', debug: true, systemdCgroup: true, rootless: 'auto', extraArgs: ['--x'] },
      ['--root', '/r', '--debug', '--systemd-cgroup', '--rootless', 'auto', ...log, '--x'],
    ],
  ])('are %s', async (_what, options, words) => {
    expect(await before(options)).toEqual(words);
  });

  it('are systemdCgroup (shown by argv alone: no test here has a systemd to talk to)', async () => {
    expect(await before({ systemdCgroup: true })).toEqual(['--systemd-cgroup', ...log]);
    expect(await before({ systemdCgroup: false })).toEqual(log);
  });

  it.each(['native', 'foreground'] as const)('are on every verb alike, %s waiting', async (waiting) => {
    const options = { root: '/r', systemdCgroup: true, extraArgs: ['--x'], waiting };
    await using runtime = await fake.runtime(options);
    await runtime.create('a', fake.bundle);
    await runtime.start('a');
    await runtime.exec('a', { args: ['sh'], cwd: '/' });
    await runtime.kill('a', 'SIGTERM');
    await runtime.delete('a', { force: true });
    await runtime.run('b', fake.bundle);
    await runtime.state('a');
    await runtime.list();
    await runtime.pause('a');
    await runtime.resume('a');
    await runtime.update('a', {});
    const expected = ['--root', '/r', '--systemd-cgroup', ...log, '--x'];
    for (const { argv, verb } of fake.calls()) {
      const own = argv.slice(0, argv.indexOf('--x') + 1).filter((word) => word !== '--debug');
      expect([verb[1], own]).toEqual([verb[1], expected]);
    }
  });

  it('are its path, be it a name in PATH', async () => {
    copyFileSync(fake.path, join(fake.dir, 'my-runc'));
    const earlier = process.env['PATH'];
    process.env['PATH'] = `${fake.dir}:${earlier}`;
    try {
      await before({ path: 'my-runc' });
    } finally {
      process.env['PATH'] = earlier;
    }
    expect(fake.calls()).toHaveLength(1);
  });

  it('leave the environment as it is', async () => {
    await before({});
    const { FAKE_RUNC, PATH } = process.env;
    expect(fake.calls()[0]?.env).toMatchObject({ FAKE_RUNC, PATH });
  });

  it('leave no file of a call behind', async () => {
    await before({});
    const { argv } = fake.calls()[0] ?? expect.fail();
    expect(argv).toContain('LOG');
    const { file } = fake.calls()[0] ?? expect.fail();
    const words = file('argv').split('\0');
    expect(existsSync(words[words.indexOf('--log') + 1] ?? '')).toBe(false);
  });
});

describe('a binary that is not runc', () => {
  it.each([
    ['/bin/true', 'it calls itself "true (GNU'],
    [join(import.meta.dirname, 'fake-old-runc'), 'runc version 1.0 is too old: 1.1 or later'],
  ])('is refused: %s', async (path, reason) => {
    await expect(fake.runtime({ path })).rejects.toMatchObject({
      code: 'ERR_RUNTIME_NOT_AVAILABLE',
      reason: expect.stringContaining(reason),
    });
  });
});

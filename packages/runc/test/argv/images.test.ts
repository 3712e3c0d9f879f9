import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckpointOptions, RestoreOptions } from '@caisson/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeRunc } from './calls.ts';

const fake = fakeRunc();
const path = process.env['PATH'];
/** Those that runc has of late; what it has not, CRIU is told by its configuration file. */
const late = '--link-remap --tcp-skip-in-flight --tcp-close';
let images = 0;

const slow = {
  name: 'slow',
  suspend: async () => async () => {},
  verify: async () => {},
  resume: async () => {},
};

/** The words of a verb, its image's and work's directories as `IMAGE` and `WORK`, and CRIU's configuration. */
const told = (verb: string): readonly [words: readonly string[], config: readonly string[]] => {
  const call = fake.calls().find((one) => one.verb[0] === verb);
  const stand: Readonly<Record<string, string>> = { '--image-path': 'IMAGE', '--work-path': 'WORK' };
  const words = (call?.verb ?? []).map((word, at, all) => stand[all[at - 1] ?? ''] ?? word);
  const config = call?.env['CRIU_CONFIG_FILE'] === undefined ? [] : call.file('criu.conf').trim().split('\n');
  return [words, config];
};

describe.skipIf(process.platform !== 'linux' || process.getuid?.() !== 0)(
  'the command lines of images, of a fake runc (needs Linux and root)',
  () => {
    beforeAll(() => {
      writeFileSync(join(fake.dir, 'criu'), '#!/bin/sh\n', { mode: 0o755 });
      process.env['PATH'] = `${fake.dir}:${path}`;
      process.env['FAKE_RUNC_STATUS'] = 'running';
    });
    afterAll(() => {
      process.env['PATH'] = path;
      delete process.env['FAKE_RUNC_STATUS'];
      delete process.env['FAKE_RUNC_FLAGS'];
    });

    const paths = ['--image-path', 'IMAGE', '--work-path', 'WORK'];
    const { linkRemap, tcpSkipInFlight, tcpClose } = {
      linkRemap: true,
      tcpSkipInFlight: true,
      tcpClose: true,
    };

    it.each<[string, Partial<CheckpointOptions>, readonly string[], readonly string[]]>([
      ['', {}, ['--leave-running'], []],
      [
        '',
        { tcpEstablished: true, fileLocks: true },
        ['--leave-running', '--tcp-established', '--file-locks'],
        [],
      ],
      ['', { preDump: true }, ['--leave-running', '--pre-dump'], []],
      ['', { linkRemap, tcpSkipInFlight }, ['--leave-running'], ['link-remap', 'skip-in-flight']],
      [
        late,
        { linkRemap, tcpSkipInFlight },
        ['--leave-running', '--tcp-skip-in-flight', '--link-remap'],
        ['link-remap', 'skip-in-flight'],
      ],
      ['', { external: ['mnt[/data]:data'] }, ['--leave-running'], ['external mnt[/data]:data']],
      ['', { plugins: [{ ...slow, toolTimeoutMs: 90_500 }, slow] }, ['--leave-running'], ['timeout 91']],
    ])('of checkpoint, runc having “%s”, with %j', async (flags, options, words, config) => {
      process.env['FAKE_RUNC_FLAGS'] = flags;
      await using runtime = await fake.runtime();
      const imagePath = join(fake.dir, `image-${++images}`);
      await runtime.checkpoint('a', { imagePath, leaveRunning: true, ...options });
      expect(told('checkpoint')).toEqual([['checkpoint', ...paths, ...words, 'a'], config]);
      expect(existsSync(join(imagePath, 'caisson.json'))).toBe(true);
    });

    it('of checkpoint with a parent, relative to the image', async () => {
      process.env['FAKE_RUNC_FLAGS'] = '';
      await using runtime = await fake.runtime();
      const parentPath = join(fake.dir, `image-${++images}`);
      await runtime.checkpoint('a', { imagePath: parentPath, preDump: true });
      const imagePath = join(fake.dir, `image-${++images}`);
      await runtime.checkpoint('a', { imagePath, parentPath, leaveRunning: true });
      const [, second] = fake.calls().filter(({ verb }) => verb[0] === 'checkpoint');
      expect(second?.verb).toContain('--parent-path');
      expect(second?.verb).toContain(`../image-${images - 1}`);
    });

    it.each<[string, Partial<RestoreOptions>, readonly string[], readonly string[]]>([
      ['', {}, [], []],
      ['', { tcpEstablished: true, fileLocks: true }, ['--tcp-established', '--file-locks'], []],
      ['', { tcpClose }, [], ['tcp-close']],
      [late, { tcpClose }, ['--tcp-close'], ['tcp-close']],
      ['', { external: ['mnt[data]:/srv'] }, [], ['external mnt[data]:/srv']],
      ['', { plugins: [{ ...slow, toolTimeoutMs: 1_000 }] }, [], ['timeout 1']],
    ])('of restore, runc having “%s”, with %j', async (flags, options, words, config) => {
      process.env['FAKE_RUNC_FLAGS'] = flags;
      await using runtime = await fake.runtime({ waiting: 'native' });
      const imagePath = join(fake.dir, `image-${++images}`);
      mkdirSync(imagePath);
      writeFileSync(join(imagePath, 'inventory.img'), '');
      const status = await runtime.restore('a', fake.bundle, { imagePath, ...options } as RestoreOptions);
      expect(status.exitCode).toBe(7);
      const last = ['--bundle', fake.bundle, '--pid-file', 'PID', 'a'];
      expect(told('restore')).toEqual([['restore', '--detach', ...paths, ...words, ...last], config]);
    });
  },
);

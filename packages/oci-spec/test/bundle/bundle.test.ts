import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Linux } from '@caisson/core';
import { isRuntimeError } from '@caisson/errors';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  args,
  baseSpec,
  pipe,
  readBundle,
  removeBundle,
  specFromJson,
  specToJson,
  writeBundle,
} from '../../src/index.ts';
import { directory } from '../fixtures/directory.ts';
import { everything } from '../fixtures/everything.ts';

const mode = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;
const isRoot = process.getuid?.() === 0;

const refusal = async (
  promise: Promise<unknown>,
  code: 'ERR_INVALID_SPEC' | 'ERR_PERMISSION' | 'ERR_WRONG_STATE' = 'ERR_INVALID_SPEC',
): Promise<string> => {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(isRuntimeError(error, code), String(error)).toBe(true);
  return (error as Error).message;
};

describe('writeBundle', () => {
  test('makes a directory of mode 0700 with config.json of 0600 and the root directory', async () => {
    const dir = join(await directory(), 'b');
    await writeBundle(dir, baseSpec('runc'));
    expect([await mode(dir), await mode(join(dir, 'config.json')), await readdir(dir)]).toEqual([
      0o700,
      0o600,
      ['config.json', 'rootfs'],
    ]);
  });

  test('keeps these modes whatever the umask', async () => {
    const dir = join(await directory(), 'b');
    const before = process.umask(0);
    try {
      await writeBundle(dir, baseSpec('runc'));
    } finally {
      process.umask(before);
    }
    expect([await mode(dir), await mode(join(dir, 'config.json'))]).toEqual([0o700, 0o600]);
  });

  test('replaces config.json in a bundle that is there, and leaves the rest', async () => {
    const dir = await directory({ 'config.json': 'old', 'rootfs/etc/passwd': 'x' });
    await writeBundle(dir, pipe(baseSpec('runc'), args('new')));
    expect((await readBundle(dir)).process?.args).toEqual(['new']);
    expect(await readdir(dir)).toEqual(['config.json', 'rootfs']);
    expect(await mode(join(dir, 'config.json'))).toBe(0o600);
  });

  test('leaves nothing where it fails', async () => {
    const dir = await directory();
    await expect(writeBundle(join(dir, 'missing/b'), baseSpec('runc'))).rejects.toThrow(
      'a directory whose parent exists',
    );
    await mkdir(join(dir, 'b/config.json/x'), { recursive: true });
    await expect(writeBundle(join(dir, 'b'), baseSpec('runc'))).rejects.toThrow();
    expect([await readdir(dir), await readdir(join(dir, 'b'))]).toEqual([['b'], ['config.json']]);
  });

  test('makes no root directory outside the bundle', async () => {
    const dir = await directory();
    await writeBundle(join(dir, 'b'), { ...baseSpec('runc'), root: { path: '../elsewhere' } });
    expect(await readdir(dir)).toEqual(['b']);
  });

  test('takes a name as long as the file system does', async () => {
    const dir = join(await directory(), 'x'.repeat(255));
    await writeBundle(dir, baseSpec('runc'));
    expect(await readdir(dir)).toContain('config.json');
  });
});

describe('readBundle', () => {
  test.each<[string, string, RegExp]>([
    ['is not JSON', '{"ociVersion": }', /config\.json: it is not JSON/],
    ['is a list', '[]', /not a JSON object/],
    ['is null', 'null', /not a JSON object/],
    ['has a key __proto__', '{"ociVersion":"1.0.2","__proto__":{"a":1}}', /__proto__/],
    ['has a key __proto__ in escapes', '{"ociVersion":"1.0.2","linux":{"\\u005f_proto__":{}}}', /__proto__/],
    ['nests too deep', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, /deeper than 64/],
    ['is larger than 4 MiB', `{"a":"${'x'.repeat(10 << 20)}"}`, /larger than 4 MiB/],
  ])('refuses a config.json that %s', async (_, content, message) => {
    expect(await refusal(readBundle(await directory({ 'config.json': content })))).toMatch(message);
  });

  test('refuses a bundle without config.json, or that is none', async () => {
    const dir = await directory({ file: '' });
    expect(await refusal(readBundle(dir))).toMatch(/there is no config\.json/);
    expect(await refusal(readBundle(join(dir, 'file')))).toMatch(/not a directory/);
    expect(await refusal(readBundle(join(dir, 'missing')))).toMatch(/there is no config\.json/);
  });

  test('does not wait for a FIFO, and tells that it is no file', async () => {
    const dir = await directory();
    execFileSync('mkfifo', [join(dir, 'config.json')]);
    expect(await refusal(readBundle(dir))).toMatch(/not a file/);
  });

  test('tells that it may not read', async () => {
    const dir = await directory({ 'config.json': '{}' });
    await chmod(join(dir, 'config.json'), 0);
    if (isRoot) process.seteuid?.(65_534);
    try {
      await refusal(readBundle(dir), 'ERR_PERMISSION');
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  });

  test('brackets in texts are no depth', () => {
    expect(
      specFromJson(`{"ociVersion":"1.0.2","hostname":"${'['.repeat(100)}\\"${'{'.repeat(100)}"}`).hostname,
    ).toHaveLength(201);
  });
});

describe('a spec survives write and read', () => {
  test('with everything in it', async () => {
    const dir = join(await directory(), 'b');
    await writeBundle(dir, everything);
    expect(await readBundle(dir)).toEqual(everything);
  });

  test('with fields of a newer version', async () => {
    const dir = join(await directory(), 'b');
    const linux: Linux = { cgroupsPath: '/a', ...{ later: true } };
    const spec = { ...baseSpec('runc'), ociVersion: '1.9.0', future: { a: [1] }, linux };
    await writeBundle(dir, spec);
    expect(await readBundle(dir)).toEqual(spec);
  });

  test('with integers of 64 bits as a runtime can read them', () => {
    const json = specToJson({
      ociVersion: '1.0.2',
      process: { cwd: '/', rlimits: [{ type: 'RLIMIT_NOFILE', soft: 1, hard: 2 ** 64 }] },
      linux: { resources: { memory: { limit: 2 ** 63, swap: 2 ** 63 - 4096 } } },
    });
    expect(json).toContain('"hard": 18446744073709551615');
    expect(json).toContain('"limit": 9223372036854775807');
    expect(json).toContain('"swap": 9223372036854771712');
    expect(specToJson(specFromJson(json))).toBe(json);
  });

  test('whatever texts it holds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'binary' })),
        fc.dictionary(
          fc.string().filter((key) => key !== '__proto__'),
          fc.string(),
        ),
        (texts, annotations) => {
          const spec = {
            ociVersion: '1.0.2',
            process: { cwd: '/', args: texts },
            annotations: { ...annotations },
          };
          expect(specFromJson(specToJson(spec))).toEqual(spec);
        },
      ),
    );
  });
});

describe('removeBundle', () => {
  test('removes all of it, and a missing one is no error', async () => {
    const dir = await directory({ 'b/config.json': '{}', 'b/rootfs/etc/x': '' });
    await removeBundle(join(dir, 'b'));
    await removeBundle(join(dir, 'b'));
    expect(await readdir(dir)).toEqual([]);
  });

  test('removes directories that their owner cannot write to, for a caller that is not root', async () => {
    const dir = await directory({ 'b/config.json': '{}', 'b/rootfs/bin/x': '', 'b/rootfs/bin/deep/y': '' });
    for (const name of ['bin/deep', 'bin']) await chmod(join(dir, 'b/rootfs', name), 0o555);
    if (isRoot) execFileSync('chown', ['-R', '65534:65534', dir]);
    if (isRoot) process.seteuid?.(65_534);
    try {
      await removeBundle(join(dir, 'b'));
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
    expect(await readdir(dir)).toEqual([]);
  });

  test.skipIf(!isRoot)(
    'refuses while something is mounted in it, and leaves it alone (needs root)',
    async () => {
      const dir = await directory({ 'b/root fs/x': '', 'other/victim': 'v' });
      const point = join(dir, 'b/root fs');
      execFileSync('mount', ['--bind', join(dir, 'other'), point]);
      try {
        expect(await refusal(removeBundle(join(dir, 'b')), 'ERR_WRONG_STATE')).toContain('still mounted');
        expect(await readFile(join(dir, 'other/victim'), 'utf8')).toBe('v');
      } finally {
        execFileSync('umount', [point]);
      }
    },
  );

  test('does not follow links out of it', async () => {
    const dir = await directory({ 'victim/x': 'v' });
    await mkdir(join(dir, 'b'));
    const { symlink } = await import('node:fs/promises');
    await symlink(join(dir, 'victim'), join(dir, 'b/link'));
    await writeFile(join(dir, 'b/config.json'), '{}');
    await removeBundle(join(dir, 'b'));
    expect(await readFile(join(dir, 'victim/x'), 'utf8')).toBe('v');
  });
});

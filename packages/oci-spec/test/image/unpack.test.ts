import { lstat, readdir, readFile, readlink, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { isRuntimeError } from '@caisson/errors';
import { describe, expect, test } from 'vitest';
import { imageConfig, pipe, type UnpackOptions, unpackRootfs } from '../../src/index.ts';
import { directory } from '../fixtures/directory.ts';
import { digestOf, dockerArchive, layoutFiles } from '../fixtures/images.ts';
import { type Entry, tarball } from '../fixtures/tarball.ts';

const isRoot = process.getuid?.() === 0;

const unpacked = async (
  archive: Uint8Array,
  options: UnpackOptions = {},
): Promise<{ dir: string; root: string; skipped: readonly string[] }> => {
  const dir = await directory({ 'a.tar': archive });
  const root = join(dir, 'rootfs');
  const { skipped } = await unpackRootfs({ tar: join(dir, 'a.tar') }, root, options);
  return { dir, root, skipped };
};

const refusal = async (archive: Uint8Array, options: UnpackOptions = {}): Promise<string> => {
  const dir = await directory({ 'a.tar': archive });
  const error: unknown = await unpackRootfs({ tar: join(dir, 'a.tar') }, join(dir, 'rootfs'), options).catch(
    (reason: unknown) => reason,
  );
  expect(isRuntimeError(error, 'ERR_INVALID_SPEC'), String(error)).toBe(true);
  expect(await readdir(dir)).toEqual(['a.tar']);
  return (error as Error).message;
};

describe('a tar archive', () => {
  const entries: readonly Entry[] = [
    { path: './', type: '5', mode: 0o755 },
    { path: 'bin/', type: '5', mode: 0o555 },
    { path: 'bin/su', mode: 0o4755, content: 'su', uid: 0, gid: 5 },
    { path: 'etc/passwd', content: 'root:x:0:0::/root:/bin/sh\n', mode: 0o600 },
    { path: 'lib', type: '2', link: 'usr/lib' },
    { path: 'bin/sudo', type: '1', link: 'bin/su' },
  ];

  test('becomes files, directories and links with their modes', async () => {
    const { root } = await unpacked(tarball(...entries));
    expect(await readFile(join(root, 'etc/passwd'), 'utf8')).toContain('root:');
    expect((await stat(join(root, 'etc/passwd'))).mode & 0o7777).toBe(0o600);
    expect((await stat(join(root, 'bin'))).mode & 0o7777).toBe(0o555);
    expect(await readlink(join(root, 'lib'))).toBe('usr/lib');
    expect((await stat(join(root, 'bin/sudo'))).ino).toBe((await stat(join(root, 'bin/su'))).ino);
    expect((await stat(join(root, 'etc/passwd'))).mtimeMs).toBe(1_700_000_000_000);
  });

  test.each([
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
  ])('may be compressed by %s', async (_, compress) => {
    const { root } = await unpacked(compress(tarball(...entries)));
    expect(await readFile(join(root, 'bin/su'), 'utf8')).toBe('su');
  });

  test('loses set-user-id bits unless they are asked for', async () => {
    const mode = async (options: UnpackOptions): Promise<number> =>
      (await stat(join((await unpacked(tarball(...entries), options)).root, 'bin/su'))).mode & 0o7777;
    expect([await mode({}), await mode({ setuid: true })]).toEqual([0o755, 0o4755]);
  });

  test.skipIf(!isRoot)('keeps owners (needs root)', async () => {
    const { root } = await unpacked(
      tarball({ path: 'a', uid: 1234, gid: 5 }, { path: 'l', type: '2', link: 'x', uid: 9 }),
    );
    expect(await stat(join(root, 'a'))).toMatchObject({ uid: 1234, gid: 5 });
    expect(await lstat(join(root, 'l'))).toMatchObject({ uid: 9 });
  });

  test('needs a directory that does not exist yet', async () => {
    const dir = await directory({ 'a.tar': tarball() });
    await expect(unpackRootfs({ tar: join(dir, 'a.tar') }, dir)).rejects.toThrow(TypeError);
  });

  test('needs an archive that is there, and options that it has', async () => {
    const dir = await directory({ 'a.tar': tarball() });
    const to = join(dir, 'rootfs');
    await expect(unpackRootfs({ tar: join(dir, 'b.tar') }, to)).rejects.toThrow(
      /an archive that can be read: ENOENT/,
    );
    await expect(unpackRootfs({ zip: join(dir, 'a.zip') } as never, to)).rejects.toThrow(/a source such as/);
    await expect(unpackRootfs({ tar: join(dir, 'a.tar') }, to, { maxSize: 1 } as never)).rejects.toThrow(
      /no option maxSize; known are architecture, setuid, maxBytes, maxEntries/,
    );
    await expect(readdir(dir)).resolves.toEqual(['a.tar']);
  });
});

describe('a hostile archive', () => {
  test.each<[string, Entry]>([
    ['a file', { path: '../escaped' }],
    ['a file in the middle', { path: 'a/../../escaped' }],
    ['a directory', { path: '../../escaped/', type: '5' }],
    ['a hard link', { path: 'a', type: '1', link: '../../../../etc/passwd' }],
  ])('%s that climbs by .. is refused', async (_, entry) => {
    expect(await refusal(tarball({ path: 'ok' }, entry))).toMatch(/climbs out/);
  });

  test('an absolute name lies inside', async () => {
    const { root } = await unpacked(tarball({ path: '/caisson-escaped', content: 'x' }));
    expect(await readdir(root)).toEqual(['caisson-escaped']);
  });

  test.each([
    ['absolute', '/tmp'],
    ['relative', '../../../../../../../../tmp'],
    ['in steps', 'b'],
  ])('a file through a link that is %s lands inside', async (_, link) => {
    const name = `caisson-escaped-${process.pid}`;
    const { root } = await unpacked(
      tarball(
        { path: 'b', type: '2', link: '/tmp' },
        { path: 'a', type: '2', link },
        { path: `a/${name}`, content: 'x' },
      ),
    );
    expect(await readFile(join(root, 'tmp', name), 'utf8')).toBe('x');
    await expect(stat(join('/tmp', name))).rejects.toThrow('ENOENT');
  });

  test('an absolute link deep inside leads to the container\u2019s own root', async () => {
    const { root } = await unpacked(
      tarball({ path: 'd/a', type: '2', link: '/tmp' }, { path: 'd/a/x', content: 'x' }),
    );
    expect(await readFile(join(root, 'tmp/x'), 'utf8')).toBe('x');
  });

  test('a file over a link replaces the link and does not follow it', async () => {
    const { dir, root } = await unpacked(
      tarball({ path: 'a', type: '2', link: '../victim' }, { path: 'a', content: 'x' }),
    );
    expect((await lstat(join(root, 'a'))).isFile()).toBe(true);
    expect(await readdir(dir)).toEqual(['a.tar', 'rootfs']);
  });

  test('a directory over a link does not change what the link points to', async () => {
    const { root } = await unpacked(
      tarball(
        { path: 'real/', type: '5', mode: 0o700 },
        { path: 'a', type: '2', link: 'real' },
        { path: 'a/', type: '5', mode: 0o777 },
      ),
    );
    expect((await stat(join(root, 'real'))).mode & 0o777).toBe(0o700);
  });

  test('a hard link through a link stays inside', async () => {
    expect(
      await refusal(
        tarball({ path: 'l', type: '2', link: '/etc' }, { path: 'p', type: '1', link: 'l/passwd' }),
      ),
    ).toMatch(/no file of it/);
  });

  test('links that go in circles are refused', async () => {
    expect(
      await refusal(
        tarball({ path: 'a', type: '2', link: 'b' }, { path: 'b', type: '2', link: 'a' }, { path: 'a/x' }),
      ),
    ).toMatch(/too many links/);
  });

  test.each([
    ['character device', '3'],
    ['block device', '4'],
    ['FIFO', '6'],
  ])('a %s is left out, and told', async (_, type) => {
    const { root, skipped } = await unpacked(tarball({ path: 'dev/sda', type }, { path: 'a' }));
    expect(await readdir(root)).toEqual(['a']);
    expect(skipped).toEqual([expect.stringContaining('dev/sda')]);
  });

  test.each<[string, Uint8Array, UnpackOptions, RegExp]>([
    [
      'more bytes than are allowed',
      tarball({ path: 'a', content: 'x'.repeat(2000) }),
      { maxBytes: 1000 },
      /more than 1000 bytes/,
    ],
    [
      'a size that it does not have',
      tarball({ path: 'a', size: 2 ** 32 }),
      { maxBytes: 1000 },
      /more than 1000 bytes/,
    ],
    [
      'more entries than are allowed',
      tarball(...Array.from({ length: 20 }, (_, at) => ({ path: `f${at}` }))),
      { maxEntries: 10 },
      /more than 10 entries/,
    ],
    [
      'a name of a gigabyte',
      tarball({ path: 'x', type: 'x', size: 2 ** 30 }, { path: 'a' }),
      {},
      /not a sound tar archive/,
    ],
    [
      'a truncated end',
      tarball({ path: 'a', content: 'x'.repeat(5000) }).subarray(0, 2000),
      {},
      /not a sound tar archive/,
    ],
    [
      'a broken checksum',
      Buffer.from(tarball({ path: 'a' })).fill('9', 100, 107),
      {},
      /not a sound tar archive/,
    ],
    [
      'a broken gzip stream',
      gzipSync(tarball({ path: 'a', content: 'x'.repeat(5000) })).subarray(0, 40),
      {},
      /cannot be unpacked/,
    ],
    [
      'a name that no file system takes',
      tarball({ path: 'PaxHeader', type: 'x', content: pax('path', 'y'.repeat(300)) }, { path: 'a' }),
      {},
      /cannot be unpacked/,
    ],
    ['text', Buffer.from('hello, this is no archive'.repeat(100)), {}, /not a sound tar archive/],
  ])('%s is refused, and nothing is left', async (_, archive, options, message) => {
    expect(await refusal(archive, options)).toMatch(message);
  });

  test('a gzip bomb is refused within bounded memory', async () => {
    const bomb = gzipSync(tarball({ path: 'a', content: Buffer.alloc(200 << 20) }));
    const before = process.memoryUsage().rss;
    expect(await refusal(bomb, { maxBytes: 1 << 20 })).toMatch(/more than 1048576 bytes/);
    expect(process.memoryUsage().rss - before).toBeLessThan(150 << 20);
  });
});

describe('layers', () => {
  const base = tarball(
    { path: 'etc/a', content: 'a' },
    { path: 'etc/b', content: 'b' },
    { path: 'opt/x/y', content: 'y' },
    { path: 'opt/z', content: 'z' },
    { path: 'lib', type: '2', link: 'usr/lib' },
  );
  const top = tarball(
    { path: 'etc/.wh.a' },
    { path: 'opt/new', content: 'new' },
    { path: 'opt/.wh..wh..opq' },
    { path: 'lib/c', content: 'c' },
  );

  test('hide what whiteouts name, and what lies below an opaque directory, but not what they add', async () => {
    const dir = await directory(layoutFiles({ layers: [{ tar: base }, { tar: top }] }));
    await unpackRootfs({ ociLayout: dir, ref: 'v1' }, join(dir, 'rootfs'), { architecture: 'amd64' });
    const root = join(dir, 'rootfs');
    expect(await readdir(join(root, 'etc'))).toEqual(['b']);
    expect(await readdir(join(root, 'opt'))).toEqual(['new']);
    expect(await readFile(join(root, 'usr/lib/c'), 'utf8')).toBe('c');
  });

  test.each(['.wh.', '.wh..', '.wh...'])('the whiteout %s is refused', async (name) => {
    expect(await refusal(tarball({ path: `a/${name}` }, { path: `a/x` }, { path: `a/${name}` }))).toMatch(
      /names nothing/,
    );
  });
});

describe('an image', () => {
  const layer = tarball({ path: 'etc/passwd', content: 'app:x:7:8::/:/bin/sh\n' });
  const config = { User: 'app', Env: ['A=1'], Entrypoint: ['/run'], Cmd: ['x'], WorkingDir: '/srv' };

  test('of an OCI layout is chosen by architecture, through an index', async () => {
    const other = tarball({ path: 'arm', content: '' });
    const dir = await directory(
      layoutFiles(
        {
          layers: [
            { tar: layer, stored: gzipSync(layer), mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip' },
          ],
          config,
        },
        { layers: [{ tar: other }], architecture: 'arm64' },
      ),
    );
    await unpackRootfs({ ociLayout: dir }, join(dir, 'x'), { architecture: 'amd64' });
    await unpackRootfs({ ociLayout: dir }, join(dir, 'y'), { architecture: 'arm64' });
    expect([await readdir(join(dir, 'x')), await readdir(join(dir, 'y'))]).toEqual([['etc'], ['arm']]);
    await expect(unpackRootfs({ ociLayout: dir }, join(dir, 'z'), { architecture: 's390x' })).rejects.toThrow(
      /no image for linux\/s390x; it has linux\/amd64, linux\/arm64/,
    );
  });

  test('gives its configuration, with the user looked up in its own passwd', async () => {
    const dir = await directory({ 'a.tar': dockerArchive({ layers: [{ tar: layer }], config }) });
    const unpacked = await unpackRootfs({ dockerArchive: join(dir, 'a.tar'), ref: 'demo' }, join(dir, 'r'), {
      architecture: 'amd64',
    });
    const change = await imageConfig(join(dir, 'r'), unpacked.config ?? {}, { args: ['y'] });
    expect(pipe({ ociVersion: '1.0.2' }, change).process).toEqual({
      args: ['/run', 'y'],
      env: ['A=1'],
      cwd: '/srv',
      user: { uid: 7, gid: 8 },
    });
  });

  test('in a layout that is a tar archive itself is unpacked too', async () => {
    const files = layoutFiles({ layers: [{ tar: layer }] });
    const dir = await directory({
      'a.tar': tarball(...Object.entries(files).map(([path, content]) => ({ path, content }))),
    });
    await unpackRootfs({ ociLayout: join(dir, 'a.tar') }, join(dir, 'r'), { architecture: 'amd64' });
    expect(await readdir(join(dir, 'r/etc'))).toEqual(['passwd']);
  });

  test('for another architecture is refused', async () => {
    const dir = await directory({
      'a.tar': dockerArchive({ layers: [{ tar: layer }], architecture: 'arm64' }),
    });
    await expect(
      unpackRootfs({ dockerArchive: join(dir, 'a.tar') }, join(dir, 'r'), { architecture: 'amd64' }),
    ).rejects.toThrow(/for arm64, and amd64 is wanted/);
  });

  test('with a layer that is not what its digest says is refused, and nothing is left', async () => {
    const files = {
      ...layoutFiles({ layers: [{ tar: layer }] }),
      [`blobs/${digestOf(layer).replace(':', '/')}`]: tarball({ path: 'evil' }),
    };
    const dir = await directory(files);
    await expect(unpackRootfs({ ociLayout: dir }, join(dir, 'r'), { architecture: 'amd64' })).rejects.toThrow(
      /not what its digest says/,
    );
    expect((await readdir(dir)).sort()).toEqual(['blobs', 'index.json', 'oci-layout']);
  });

  test('whose manifest names a layer outside is refused', async () => {
    const manifest = JSON.stringify([{ Config: 'config.json', Layers: ['../../../../etc/passwd'] }]);
    const image = JSON.stringify({
      architecture: 'amd64',
      os: 'linux',
      rootfs: { diff_ids: [digestOf('')] },
    });
    const dir = await directory({
      'a.tar': tarball({ path: 'manifest.json', content: manifest }, { path: 'config.json', content: image }),
    });
    await expect(
      unpackRootfs({ dockerArchive: join(dir, 'a.tar') }, join(dir, 'r'), { architecture: 'amd64' }),
    ).rejects.toThrow(/cannot be read: ENOENT/);
  });

  test('that is not in the archive is told with those that are', async () => {
    const dir = await directory({ 'a.tar': dockerArchive({ layers: [{ tar: layer }] }, 'one:v2') });
    await expect(
      unpackRootfs({ dockerArchive: join(dir, 'a.tar'), ref: 'two' }, join(dir, 'r')),
    ).rejects.toThrow(/no image "two"; it has one:v2/);
  });
});

function pax(key: string, value: string): string {
  const body = ` ${key}=${value}\n`;
  let length = body.length + 1;
  while (`${length}`.length + body.length !== length) length += 1;
  return `${length}${body}`;
}

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readlinkSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { filesOf } from '../src/index.ts';
import { images } from './made.ts';

const dir = images();
const megabyte = 1 << 20;

it('gives each file its size and the SHA-256 of all its bytes, be it larger than what is read at once', async () => {
  const image = join(dir, 'sizes');
  mkdirSync(join(image, 'more'), { recursive: true });
  const sizes = { a: 0, b: 1, c: megabyte, d: 3 * megabyte + 7, 'more/e': 5 };
  const expected = Object.entries(sizes).map(([name, size]) => {
    const bytes = Buffer.from(Uint8Array.from({ length: size }, (_, i) => (i * 31 + (i >> 12)) & 255));
    writeFileSync(join(image, name), bytes);
    return [name, { size, sha256: createHash('sha256').update(bytes).digest('hex') }];
  });
  expect(await filesOf(image, { checksums: true })).toEqual(Object.fromEntries(expected));
  const bare = Object.entries(sizes).map(([name, size]) => [name, { size }]);
  expect(await filesOf(image, { checksums: false })).toEqual(Object.fromEntries(bare));
});

it('leaves out what is behind a link: the image that a checkpoint goes on from is not its own', async () => {
  const [first, second] = [join(dir, 'first'), join(dir, 'second')];
  for (const image of [first, second]) {
    mkdirSync(image);
    writeFileSync(join(image, 'pages-1.img'), image);
  }
  symlinkSync('../first', join(second, 'parent'));
  expect(Object.keys(await filesOf(second, { checksums: true }))).toEqual(['pages-1.img']);
});

it('stops reading in the middle of a file when it is aborted', async () => {
  const image = join(dir, 'huge');
  mkdirSync(image);
  // Nothing is on the disk: a hole, which takes many minutes to read.
  writeFileSync(join(image, 'pages'), '');
  truncateSync(join(image, 'pages'), 2 ** 40);
  const [stop, reason] = [new AbortController(), new Error('enough')];
  const reading = filesOf(image, { checksums: true, signal: stop.signal });
  await sleep(20);
  stop.abort(reason);
  await expect(reading).rejects.toBe(reason);
  expect(openBelow(image)).toEqual([]);
});

const openBelow = (at: string): readonly string[] =>
  readdirSync('/proc/self/fd')
    .map((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`);
      } catch {
        return ''; // The directory's own.
      }
    })
    .filter((path) => path.startsWith(at));

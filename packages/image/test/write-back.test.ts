import { appendFileSync, existsSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it, vi } from 'vitest';
import { aside } from '../src/index.ts';
import { images } from './made.ts';

type Done = (error: Error | null) => void;

/** In place of the disk, which can be neither watched nor made to fail: what it is to take, and how. */
const fakeDisk = vi.hoisted(() => ({ take: (_size: number, done: Done): void => done(null) }));

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  return { ...fs, fdatasync: (file: number, done: Done) => fakeDisk.take(fs.fstatSync(file).size, done) };
});

const dir = images();
const megabyte = 1 << 20;
let taken: number[] = [];

beforeEach(() => {
  taken = [];
  fakeDisk.take = (size, done) => {
    taken.push(size);
    done(null);
  };
});

const soon = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 60_000, interval: 10 });

it('sends a file that grows to the disk before it is whole, and what rests once', async () => {
  const place = aside(join(dir, 'grows'));
  place.writeBack();
  const pages = join(place.dir, 'pages');
  writeFileSync(pages, '');
  truncateSync(pages, 20 * megabyte);
  await soon(() => expect(taken).toContain(20 * megabyte));
  appendFileSync(pages, 'x');
  await soon(() => expect(taken).toContain(20 * megabyte + 1));
  const other = join(place.dir, 'other');
  writeFileSync(other, 'o');
  await soon(() => expect(taken).toContain(1));
  await place.commit();
  expect(taken.toSorted((a, b) => a - b)).toEqual([1, 20 * megabyte, 20 * megabyte + 1]);
});

it('gives no name to what the disk has refused, for the kernel tells that once', async () => {
  const path = join(dir, 'refused');
  const place = aside(path);
  let asked = false;
  fakeDisk.take = (_size, done) => {
    asked = true;
    done(new Error('EIO: i/o error'));
  };
  place.writeBack();
  writeFileSync(join(place.dir, 'pages'), 'p');
  await soon(() => expect(asked).toBe(true));
  await expect(place.commit()).rejects.toThrow(/EIO/);
  expect(existsSync(path)).toBe(false);
  await place.discard();
  expect(readdirSync(dir).filter((name) => name.includes('refused'))).toEqual([]);
});

it('waits for what is under way before it discards', async () => {
  const place = aside(join(dir, 'waits'));
  const flush = Promise.withResolvers<Done>();
  fakeDisk.take = (_size, done) => flush.resolve(done);
  place.writeBack();
  writeFileSync(join(place.dir, 'pages'), 'p');
  const done = await flush.promise;
  let discarded = false;
  const discarding = place.discard().then(() => {
    discarded = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(discarded).toBe(false);
  done(null);
  await discarding;
  expect(existsSync(place.dir)).toBe(false);
});

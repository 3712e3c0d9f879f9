import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { aside } from '../src/index.ts';
import { images } from './made.ts';

const dir = images();

it('gives an image its name when it is whole, for its owner alone', async () => {
  const path = join(dir, 'a');
  const place = aside(path);
  writeFileSync(join(place.dir, 'pages'), 'p');
  expect(existsSync(path)).toBe(false);
  await place.commit();
  await place.discard();
  expect(readdirSync(path)).toEqual(['pages']);
  expect(statSync(path).mode & 0o777).toBe(0o700);
});

it.skipIf(process.getuid?.() !== 0).each([true, false])(
  'lets one group read it, where one is given, with fsync: %s (needs root)',
  async (fsync) => {
    const path = join(dir, `shared-${fsync}`);
    const place = aside(path, { fsync });
    mkdirSync(join(place.dir, 'more'), { mode: 0o700 });
    writeFileSync(join(place.dir, 'more', 'pages'), 'p', { mode: 0o600 });
    await place.commit(12_345);
    const modes = [path, join(path, 'more'), join(path, 'more', 'pages')].map((one) => {
      const { mode, uid, gid } = statSync(one);
      return [mode & 0o777, uid, gid];
    });
    expect(modes).toEqual([
      [0o750, 0, 12_345],
      [0o750, 0, 12_345],
      [0o640, 0, 12_345],
    ]);
  },
);

it('leaves nothing of what is discarded', async () => {
  const before = readdirSync(dir);
  const place = aside(join(dir, 'b'));
  writeFileSync(join(place.dir, 'pages'), 'p');
  await place.discard();
  expect(readdirSync(dir)).toEqual(before);
});

it('takes an empty directory, and refuses one that holds something, or no directory', async () => {
  mkdirSync(join(dir, 'empty'));
  await aside(join(dir, 'empty')).commit();
  mkdirSync(join(dir, 'full'));
  writeFileSync(join(dir, 'full', 'pages'), 'p');
  expect(() => aside(join(dir, 'full'))).toThrow(/not empty/);
  writeFileSync(join(dir, 'file'), '');
  expect(() => aside(join(dir, 'file'))).toThrow(/ENOTDIR/);
  expect(() => aside(join(dir, 'nowhere', 'c'))).toThrow(/ENOENT/);
});

it('removes what a program that is gone has left, and not what another is writing', async () => {
  const { pid } = spawnSync('true');
  mkdirSync(join(dir, `.d.part-${pid}-1-abcdef01`));
  const others = aside(join(dir, 'd'));
  const mine = aside(join(dir, 'd'));
  expect(readdirSync(dir).filter((name) => name.startsWith('.d.part-'))).toHaveLength(2);
  await others.discard();
  await mine.discard();
});

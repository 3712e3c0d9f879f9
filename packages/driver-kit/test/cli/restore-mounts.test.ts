import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Spec } from '@caisson/core';
import { afterAll, expect, it } from 'vitest';
import { onRootfs } from '../../src/cli/restore-mounts.ts';

const dir = realpathSync(mkdtempSync(join(tmpdir(), 'restore mounts-')));
afterAll(() => rmSync(dir, { recursive: true }));
const spec = (path: string): Spec => ({ ociVersion: '1.2.0', root: { path } });

it('restores from one root filesystem in turn, whatever became of the one before, and from others beside it', async () => {
  for (const name of ['one', 'two']) mkdirSync(join(dir, name));
  const log: string[] = [];
  const first = Promise.withResolvers<void>();
  const restoring = (name: string, root: string, work: Promise<void>): Promise<void> =>
    onRootfs(dir, spec(root), async () => {
      log.push(`${name} begins`);
      await work;
      log.push(`${name} ends`);
    });
  const a = restoring('a', 'one', first.promise);
  const b = restoring('b', join(dir, 'one'), Promise.resolve());
  await restoring('c', 'two', Promise.resolve());
  first.reject(new Error('a fails'));
  await expect(a).rejects.toThrow('a fails');
  await b;
  expect(log).toEqual(['a begins', 'c begins', 'c ends', 'b begins', 'b ends']);
});

it.skipIf(process.getuid?.() !== 0)(
  'takes off what a restore that fails has left mounted, and nothing that was there before (needs root)',
  async () => {
    const rootfs = join(dir, 'root fs');
    const [source, kept, left] = [join(dir, 'source'), join(rootfs, 'kept'), join(rootfs, 'left')];
    for (const path of [source, rootfs, kept, left]) mkdirSync(path);
    writeFileSync(join(source, 'file'), '');
    const bind = (to: string): void => void execFileSync('mount', ['--bind', source, to]);
    bind(kept);
    const failing = onRootfs(dir, spec('root fs'), async () => {
      bind(left);
      bind(left);
      throw new Error('killed');
    });
    await expect(failing).rejects.toThrow('killed');
    expect(readdirSync(left)).toEqual([]);
    expect(readdirSync(kept)).toEqual(['file']);
    execFileSync('umount', [kept]);
    rmdirSync(kept);
    expect(readdirSync(source)).toEqual(['file']);
  },
);

import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { processes } from './remains.ts';
import type { World } from './world.ts';

/** Removes what a failed test has left. */
export const sweep = async ({ root, bundles, dir }: World, marker: string): Promise<void> => {
  for (const line of processes(marker)) {
    if (/bin\.js/.test(line)) spawnSync('kill', ['-KILL', line.split(' ')[1] ?? '']);
  }
  for (const id of list(root)) {
    spawnSync('runc', ['--root', root, 'delete', '--force', id]);
    spawnSync('runsc', ['--root', join(root, id), 'delete', '--force', id]); // Each has a root of its own.
  }
  rmSync(bundles, { recursive: true, force: true });
  for (const name of list(join(dir, 'tmp'))) rmSync(join(dir, 'tmp', name), { recursive: true, force: true });
};

const list = (dir: string): readonly string[] => {
  try {
    return readdirSync(dir);
  } catch {
    return [];
  }
};

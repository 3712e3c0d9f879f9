import { existsSync } from 'node:fs';
import { copyFile, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';

/** Programs that the containers of the benchmarks run: each a link to busybox. */
const programs = ['true', 'sleep', 'sh', 'dd', 'mkfifo'] as const;
const mountPoints = ['dev', 'proc', 'sys', 'etc', 'tmp'] as const;

/** A static busybox, so that every side runs the very same program. */
const busybox = '/bin/busybox';

/** Makes a root filesystem of a few files. */
export const makeRootfs = async (dir: string): Promise<void> => {
  if (!existsSync(busybox))
    throw new Error(`there is no ${busybox}: install Debian's package busybox-static`);
  for (const name of ['bin', ...mountPoints]) await mkdir(join(dir, name), { recursive: true });
  await copyFile(busybox, join(dir, 'bin', 'busybox'));
  for (const name of programs) await symlink('busybox', join(dir, 'bin', name));
};

import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type Docker from 'dockerode';
import { pack } from 'tar-stream';

/** Gives dockerd the root filesystem in `rootfs` as an image, as `docker import` does. */
export const importImage = async (docker: Docker, rootfs: string, repo: string): Promise<void> => {
  const tar = pack();
  for (const entry of await readdir(rootfs, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(rootfs.length + 1);
    if (entry.isDirectory()) tar.entry({ name, type: 'directory', mode: 0o755 });
    else if (entry.isSymbolicLink()) tar.entry({ name, type: 'symlink', linkname: await readlink(path) });
    else tar.entry({ name, mode: 0o755 }, await readFile(path));
  }
  tar.finalize();
  const answer: NodeJS.ReadableStream = await docker.importImage(Readable.from(tar), { repo });
  answer.resume();
  await finished(answer, { writable: false });
  await docker.getImage(repo).inspect();
};

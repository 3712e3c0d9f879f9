import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../run.mjs';

const guest = fileURLToPath(new URL('../guest/', import.meta.url));

/** An initial RAM disk of busybox and the one module that the root image needs. */
export const makeInitrd = async (root, modulesDir, work, file) => {
  const tree = join(work, 'initrd');
  for (const dir of ['bin', 'dev', 'root']) mkdirSync(join(tree, dir), { recursive: true });
  copyFileSync(join(root, 'usr/bin/busybox'), join(tree, 'bin/busybox'));
  copyFileSync(join(guest, 'initrd-init'), join(tree, 'init'));
  chmodSync(join(tree, 'init'), 0o755);
  const found = await run('find', [modulesDir, '-name', 'virtio_blk.ko*']);
  const [module] = found.trim().split('\n');
  if (module.endsWith('.xz'))
    await run('sh', ['-c', 'xz -dc "$1" >"$2"', 'sh', module, join(tree, 'virtio_blk.ko')]);
  else writeFileSync(join(tree, 'virtio_blk.ko'), await run('cat', [module]));
  await run('sh', ['-c', 'cd "$1" && find . | cpio --quiet -o -H newc >"$2"', 'sh', tree, file]);
};

import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { remove, run } from '../run.mjs';
import { kernel, machine, modules, runtimes } from '../versions.mjs';
import { debootstrap, unpackFrom } from './debian.mjs';
import { makeInitrd } from './initrd.mjs';

const lab = fileURLToPath(new URL('..', import.meta.url));
const cache = join(lab, '../.cache/lab');

/** What the machine depends on: a change of any builds it anew. */
const recipe = () => {
  const hash = createHash('sha256');
  for (const dir of ['.', 'build', 'guest']) {
    for (const name of readdirSync(join(lab, dir), { withFileTypes: true })) {
      if (
        name.isFile() &&
        /^(versions\.mjs|init|initrd-init|debian\.mjs|initrd\.mjs|machine\.mjs)$/.test(name.name)
      ) {
        hash.update(readFileSync(join(lab, dir, name.name)));
      }
    }
  }
  return hash.digest('hex').slice(0, 16);
};

/** The machine's files, built where they are not there yet; `say` is told each step. */
export const machineFiles = async (say) => {
  const dir = join(cache, recipe());
  const files = {
    dir,
    kernel: join(dir, 'vmlinuz'),
    initrd: join(dir, 'initrd'),
    root: join(dir, 'root.img'),
  };
  if (existsSync(join(dir, 'done'))) return files;
  remove(cache); // Older machines too: each takes some hundred megabytes.
  const work = join(cache, 'work');
  mkdirSync(work, { recursive: true });
  const root = join(work, 'root');
  say(
    `Debian ${runtimes.suite} with ${runtimes.packages.filter((p) => /^(runc|crun|runsc|criu)$/.test(p)).join(', ')}`,
  );
  await debootstrap(runtimes.suite, runtimes.packages, root);
  say(`the kernel of Debian ${kernel.suite}`);
  const unpacked = join(work, 'kernel');
  await unpackFrom(kernel.suite, kernel.metaPackage, join(work, 'apt'), unpacked);
  const [version] = readdirSync(join(unpacked, 'usr/lib/modules'));
  cpSync(join(unpacked, 'usr/lib/modules', version), join(root, 'usr/lib/modules', version), {
    recursive: true,
  });
  await run('chroot', [root, 'depmod', version]);
  say('the root image');
  mkdirSync(join(root, 'lab'), { recursive: true });
  cpSync(join(lab, 'guest/init'), join(root, 'lab/init'));
  chmodSync(join(root, 'lab/init'), 0o755);
  writeFileSync(join(root, 'lab/modules'), `${modules.join('\n')}\n`);
  rmSync(join(root, 'var/cache/apt'), { recursive: true, force: true });
  rmSync(join(root, 'var/lib/apt/lists'), { recursive: true, force: true });
  const made = join(work, 'made');
  mkdirSync(made);
  await makeInitrd(root, join(unpacked, 'usr/lib/modules', version), work, join(made, 'initrd'));
  cpSync(join(unpacked, 'boot', `vmlinuz-${version}`), join(made, 'vmlinuz'));
  await image(root, join(made, 'root.img'), machine.rootMib);
  writeFileSync(join(made, 'done'), `${version}\n`);
  renameSync(made, dir);
  remove(work);
  return files;
};

/** A file system image of a directory, without mounting anything. */
export const image = async (dir, file, sizeMib) => {
  const options = ['-q', '-t', 'ext4', '-O', '^has_journal', '-E', 'lazy_itable_init=1,root_owner=0:0'];
  await run('mke2fs', [...options, '-d', dir, file, `${sizeMib}M`]);
};

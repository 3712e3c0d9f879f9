import { rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../run.mjs';

// A mount namespace of its own, gone with the command: the copy lies where it will lie in the machine, so that what is
// cached by path is found there again.
const script = `set -e
tree=$1 root=$1/.lab/root
mkdir -p "$root"
mount -t tmpfs tmpfs "$root"
for dir in usr bin sbin lib lib64 etc proc sys dev; do
  [ -e "/$dir" ] || continue
  mkdir "$root/$dir"
  mount --rbind "/$dir" "$root/$dir"
done
for dir in tmp run root results caisson var var/tmp; do mkdir "$root/$dir"; done
mount --bind "$tree" "$root/caisson"
exec chroot "$root" sh -c "$2"`;

/**
 * Runs a command over a copy of the repository that is at /caisson for it alone, on this host, which is twenty times
 * faster: what programs keep for their next run (transformed sources, compiled code) they keep in the copy.
 * @param {string} tree the copy @param {string} command
 */
export const warm = async (tree, command) => {
  const args = ['--mount', '--propagation', 'private', 'sh', '-c', script, 'sh', tree, command];
  try {
    await run('unshare', args, { timeoutMs: 5 * 60_000 });
  } finally {
    // Empty, since what was mounted there went with its namespace; where not, nothing is removed.
    rmdirSync(join(tree, '.lab/root'));
  }
};

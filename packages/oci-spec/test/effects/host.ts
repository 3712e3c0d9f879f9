import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

const mounts = process.platform === 'linux' ? readFileSync('/proc/self/mounts', 'utf8') : '';

/** Whether the resources' controllers are of cgroup v1 here. */
export const isV1: boolean = /^cgroup .*\bmemory\b/m.test(mounts);

/** Where a container finds its own cgroup: by controller on v1. */
export const cgroup = (controller: string): string =>
  isV1 ? `/sys/fs/cgroup/${controller}` : '/sys/fs/cgroup';

/** A block device whose operations can be limited: the first disk that is no loop, RAM or read-only one. */
export const disk: readonly [number, number] = (() => {
  const partitions = process.platform === 'linux' ? readFileSync('/proc/partitions', 'utf8') : '';
  const line = partitions.split('\n').find((row) => /\b(?:[shv]d[a-z]|nvme\d+n\d+)$/.test(row));
  const [major = 8, minor = 0] = (line?.trim().split(/\s+/) ?? []).slice(0, 2).map(Number);
  return [major, minor];
})();

/** Whether the kernel counts this size of huge pages, so that they can be limited. */
export const hasController = (name: string): boolean =>
  process.platform === 'linux' && new RegExp(`^${name}\\t`, 'm').test(readFileSync('/proc/cgroups', 'utf8'));

// On v1 a host mounts what it uses; a runtime heeds a limit alone where its controller is mounted. In a mount
// namespace of their own hugetlb is too, below /sys/fs/cgroup, where crun looks for it (and it is off the v2 tree,
// without which crun refuses a hybrid host), and further ones by name.
const mounted = `
  controllers=$*
  set -e
  mount --make-private /sys/fs/cgroup
  top=$(mktemp -d)
  mount -t tmpfs none "$top"
  for dir in /sys/fs/cgroup/*; do
    mkdir "$top/\${dir##*/}"
    mount --bind "$dir" "$top/\${dir##*/}"
  done
  for name in $controllers; do
    test -d "$top/$name" && continue
    mkdir "$top/$name"
    mount -t cgroup -o $name none "$top/$name"
  done
  mount --rbind "$top" /sys/fs/cgroup
  umount --lazy "$top"
  rmdir "$top"
  echo there
  cat
  set +e
  for name in $controllers; do
    umount "/sys/fs/cgroup/$name" || continue
    # A cgroup that is not quite gone yet keeps its hierarchy, until it is mounted and unmounted once more.
    for try in 1 2 3 4 5 6 7 8 9 10; do
      grep -q ":$name:" /proc/self/cgroup || break
      sleep 0.1
      mount -t cgroup -o $name none /mnt && umount /mnt
    done
  done
`;

export interface Host extends AsyncDisposable {
  /** What is put before a command so that it runs on this host. */
  readonly enter: readonly string[];
}

/**
 * The host that the runtimes run on: this one, but with hugetlb's controller, and those that are named, where it is
 * one of v1. Others than hugetlb get into the way of crun outside, which looks for them where they are not mounted.
 */
export const host = async (...further: readonly string[]): Promise<Host> => {
  if (!isV1) return { enter: [], [Symbol.asyncDispose]: async () => {} };
  const holder = spawn('unshare', [
    '--mount',
    '--propagation',
    'slave',
    'sh',
    '-c',
    mounted,
    'sh',
    'hugetlb',
    ...further,
  ]);
  const ended = once(holder, 'exit');
  const words: Buffer[] = [];
  holder.stderr.on('data', (chunk: Buffer) => words.push(chunk));
  const [first] = await Promise.race([once(holder.stdout, 'data'), ended]);
  if (!Buffer.isBuffer(first))
    throw new Error(`no mount namespace with further controllers: ${Buffer.concat(words)}`);
  return {
    enter: ['nsenter', `--mount=/proc/${holder.pid}/ns/mnt`, '--wdns=/', '--'],
    [Symbol.asyncDispose]: async () => {
      holder.stdin.end();
      await ended;
    },
  };
};

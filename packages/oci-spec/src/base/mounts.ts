import type { Mount } from '@caisson/core';

const mount = (destination: string, type: string, source: string, ...options: readonly string[]): Mount => ({
  destination,
  type,
  source,
  options,
});

const inert = ['nosuid', 'noexec', 'nodev'] as const;

const everywhere: readonly Mount[] = [
  mount('/proc', 'proc', 'proc', ...inert),
  mount('/dev', 'tmpfs', 'tmpfs', 'nosuid', 'strictatime', 'mode=755', 'size=65536k'),
  // gid 5 is `tty` on Debian, Fedora and Alpine: what grantpt(3) expects.
  mount(
    '/dev/pts',
    'devpts',
    'devpts',
    'nosuid',
    'noexec',
    'newinstance',
    'ptmxmode=0666',
    'mode=0620',
    'gid=5',
  ),
  mount('/dev/shm', 'tmpfs', 'shm', ...inert, 'mode=1777', 'size=65536k'),
  mount('/sys', 'sysfs', 'sysfs', ...inert, 'ro'),
];

/** What programs expect of a Linux root. */
export const linuxMounts: readonly Mount[] = [
  ...everywhere,
  mount('/dev/mqueue', 'mqueue', 'mqueue', ...inert),
  mount('/sys/fs/cgroup', 'cgroup', 'cgroup', ...inert, 'relatime', 'ro'),
];

/** gVisor's kernel has its own cgroups and message queues, or none; it makes neither from these mounts. */
export const gvisorMounts: readonly Mount[] = everywhere;

import type { Mount } from '@caisson/core';
import { absolutePath, badArgument, knownOptions, list, object, text } from '../arguments.ts';
import type { Change } from '../change.ts';
import { parseSize, type Size } from '../size.ts';
import { mounts } from './mounts.ts';

const inert: readonly string[] = ['nosuid', 'noexec', 'nodev'];

/** The container's processes, at /proc. */
export const procMount = (destination = '/proc'): Change =>
  mounts({
    destination: absolutePath('procMount', destination),
    type: 'proc',
    source: 'proc',
    options: inert,
  });

/** The kernel's devices, at /sys. */
export const sysfsMount = (options: { readonly readonly?: boolean } = {}): Change => {
  knownOptions('sysfsMount', options, ['readonly']);
  return mounts({
    destination: '/sys',
    type: 'sysfs',
    source: 'sysfs',
    options: [...inert, (options.readonly ?? true) ? 'ro' : 'rw'],
  });
};

/** The container's cgroups, at /sys/fs/cgroup. */
export const cgroupMount = (options: { readonly readonly?: boolean } = {}): Change => {
  knownOptions('cgroupMount', options, ['readonly']);
  return mounts({
    destination: '/sys/fs/cgroup',
    type: 'cgroup',
    source: 'cgroup',
    options: [...inert, 'relatime', (options.readonly ?? true) ? 'ro' : 'rw'],
  });
};

/** How much /dev/shm holds. */
export const devShmSize = (size: Size): Change =>
  mounts({
    destination: '/dev/shm',
    type: 'tmpfs',
    source: 'shm',
    options: [...inert, 'mode=1777', `size=${parseSize(size, 'devShmSize')}`],
  });

export interface OverlayLayers {
  /** Directories of the host, the uppermost first. */
  readonly lower: readonly [string, ...(readonly string[])];
  /** Where changes go; with `work`. Default: none, and the mount is read-only. */
  readonly upper?: string | undefined;
  /** An empty directory on `upper`'s file system. */
  readonly work?: string | undefined;
}

/** What the kernel reads `:`, `,` and `\` for in overlay's options is escaped by a backslash. */
const escaped = (path: string): string => absolutePath('overlayMount', path).replace(/[\\:,]/g, '\\$&');

/** Directories of the host laid over each other. */
export const overlayMount = (destination: string, layers: OverlayLayers): Change => {
  absolutePath('overlayMount', destination);
  const { lower, upper, work } = object('overlayMount', layers, "layers such as { lower: ['/base'] }");
  knownOptions('overlayMount', layers, ['lower', 'upper', 'work']);
  list('overlayMount lower', lower, 'a list of directories');
  if (lower.length === 0) throw badArgument('overlayMount', lower, 'at least one lower directory');
  if ((upper === undefined) !== (work === undefined)) {
    throw badArgument('overlayMount', upper ?? work, 'upper and work together');
  }
  return mounts({
    destination,
    type: 'overlay',
    source: 'overlay',
    options: [
      `lowerdir=${lower.map(escaped).join(':')}`,
      ...(upper === undefined || work === undefined
        ? ['ro']
        : [`upperdir=${escaped(upper)}`, `workdir=${escaped(work)}`]),
    ],
  });
};

/** A file of the host at its own place, read-only: `hostFile('/etc/resolv.conf')`. */
export const hostFile = (path: string): Change =>
  mounts({
    destination: absolutePath('hostFile', path),
    type: 'none',
    source: path,
    options: ['bind', 'ro', 'nosuid', 'nodev'],
  });

const writable = (mount: Mount): Mount => ({
  ...mount,
  options: [...(mount.options ?? []).filter((option) => option !== 'ro' && option !== 'rro'), 'rw'],
});

const makeWritable =
  (type: string): Change =>
  (spec) => ({
    ...spec,
    mounts: (spec.mounts ?? []).map((mount) => (mount.type === type ? writable(mount) : mount)),
  });

/** sysfs can be written. */
export const writableSysfs = (): Change => makeWritable('sysfs');

/** The container's cgroups can be written. */
export const writableCgroups = (): Change => makeWritable('cgroup');

/** The SELinux context of the container's mounts. */
export const mountLabel = (label: string): Change => {
  text('mountLabel', label);
  return (spec) => ({ ...spec, linux: { ...spec.linux, mountLabel: label } });
};

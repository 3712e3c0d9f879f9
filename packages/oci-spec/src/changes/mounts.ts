import type { Mount } from '@caisson/core';
import { absolutePath, badArgument, integer, knownOptions, object, text } from '../arguments.ts';
import type { Change } from '../change.ts';
import { parseSize, type Size } from '../size.ts';

/** `/a//b/` and `/a/./b` are one place: the last mount there hides the ones before. */
const place = (destination: string): string => {
  const parts: string[] = [];
  for (const part of destination.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
};

const depth = (mount: Mount): number => {
  const at = place(mount.destination);
  return at === '/' ? 0 : at.split('/').length - 1;
};

/**
 * Adds mounts; one at the same destination is replaced. All are then in order of depth, so that `/dev` never hides
 * `/dev/shm`; those of one depth stay in their order.
 */
export const mounts = (...added: readonly Mount[]): Change => {
  for (const mount of added) {
    object('mounts', mount, "mounts such as { destination: '/data', type: 'tmpfs', source: 'tmpfs' }");
    text('mounts', mount.destination, 'a destination');
  }
  return (spec) => {
    const places = new Set(added.map(({ destination }) => place(destination)));
    const kept = (spec.mounts ?? []).filter(({ destination }) => !places.has(place(destination)));
    return { ...spec, mounts: [...kept, ...added].sort((a, b) => depth(a) - depth(b)) };
  };
};

/** Takes away the mounts at these destinations; without arguments, all. */
export const removeMounts =
  (...destinations: readonly string[]): Change =>
  (spec) => {
    const places = new Set(destinations.map(place));
    return {
      ...spec,
      mounts: (spec.mounts ?? []).filter(
        ({ destination }) => places.size > 0 && !places.has(place(destination)),
      ),
    };
  };

export interface BindOptions {
  /** Default: false. */
  readonly readonly?: boolean | undefined;
  /** The mounts below the source too. Default: true. */
  readonly recursive?: boolean | undefined;
  /** Further options, as mount(8) spells them: `noexec`, `rslave`. Default: `nosuid` and `nodev`. */
  readonly options?: readonly string[] | undefined;
}

/** A file or directory of the host at a place in the container. `source` may be relative to the bundle. */
export const bindMount = (source: string, destination: string, bind: BindOptions = {}): Change => {
  text('bindMount', source, 'a file or directory of the host');
  if (source === '') throw badArgument('bindMount', source, 'a file or directory of the host');
  absolutePath('bindMount', destination);
  knownOptions('bindMount', bind, ['readonly', 'recursive', 'options']);
  const { readonly = false, recursive = true, options = ['nosuid', 'nodev'] } = bind;
  return mounts({
    destination,
    type: 'none',
    source,
    options: [recursive ? 'rbind' : 'bind', readonly ? 'ro' : 'rw', ...options],
  });
};

export interface TmpfsOptions {
  /** Default: half of the host's memory, as the kernel has it. */
  readonly size?: Size | undefined;
  /** Permission bits. Default: 0o1777. */
  readonly mode?: number | undefined;
  /** Further options. Default: `nosuid` and `nodev`. */
  readonly options?: readonly string[] | undefined;
}

/** An empty directory in memory. runc before 1.2 gives it the mode of its mount point where that exists. */
export const tmpfs = (destination: string, fs: TmpfsOptions = {}): Change => {
  absolutePath('tmpfs', destination);
  knownOptions('tmpfs', fs, ['size', 'mode', 'options']);
  const { size, mode = 0o1777, options = ['nosuid', 'nodev'] } = fs;
  return mounts({
    destination,
    type: 'tmpfs',
    source: 'tmpfs',
    options: [
      ...options,
      `mode=${integer('tmpfs mode', mode, 0, 0o7777).toString(8)}`,
      ...(size === undefined ? [] : [`size=${parseSize(size, 'tmpfs')}`]),
    ],
  });
};

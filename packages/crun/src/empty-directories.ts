import { join } from 'node:path';

const name = '.empty-directory';

/** Where crun keeps state if it is told no root, by the environment of whoever starts it. */
const defaultRoots = (): readonly string[] => {
  const own = process.env['XDG_RUNTIME_DIR'];
  return ['/run/crun', ...(own ? [join(own, 'crun')] : [])];
};

/**
 * What a restore in `root` tells CRIU of the directory that covers masked ones. crun's checkpoint names it after its
 * default root whatever root it is given, its restore after the given one, so that nothing is found by that name
 * (containers/crun:src/libcrun/criu.c, register_masked_paths_mounts; 1.28).
 */
export const emptyDirectories = (root: string): readonly string[] =>
  defaultRoots()
    .filter((other) => other !== root)
    .map((other) => `mnt[${join(other, name)}]:${join(root, name)}`);

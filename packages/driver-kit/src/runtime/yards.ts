import { existsSync, readdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { detachMount } from './detach-mount.ts';

/** Where CRIU mounts the cgroup hierarchies while it restores (criu:criu/cgroup.c); it removes them at its end. */
const yard = /^\.criu\.cgyard\./;

/** @returns their names in CRIU's work directory, none where that is gone */
export const yardsIn = (dir: string): readonly string[] =>
  existsSync(dir) ? readdirSync(dir).filter((name) => yard.test(name)) : [];

/**
 * Takes away what a CRIU that was killed left mounted: whoever removed the directory with all in it would go on into
 * the host's own cgroups.
 * @throws where one stays mounted, or holds anything once it is not
 */
export const removeYards = (dir: string, names: readonly string[]): void => {
  for (const name of names) {
    const path = join(dir, name);
    // Those below it go with it. Of a yard that was not mounted yet there is the directory alone.
    detachMount(path);
    // What is left of a killed CRIU may just have removed it.
    if (existsSync(path)) rmdirSync(path);
  }
};

import { absolutePath, knownOptions, list } from '../arguments.ts';
import { type Change, compose } from '../change.ts';
import { editsChange } from './edits.ts';
import { type CdiFile, type CdiState, loadState } from './load.ts';
import { type StaleDevice, staleIn } from './stale.ts';
import type { CdiSpec } from './types.ts';
import { unresolved } from './unresolved.ts';

/** Where files of all kinds of devices are: what the system's administrator wrote, then what tools made. */
export const cdiDirectories: readonly string[] = ['/etc/cdi', '/var/run/cdi'];

export interface CdiOptions {
  /** The later wins. Default: `/etc/cdi`, `/var/run/cdi`. */
  readonly directories?: readonly string[] | undefined;
}

/** The devices that CDI files describe. */
export interface CdiRegistry {
  /** Qualified names, sorted: `nvidia.com/gpu=0`. */
  readonly devices: () => readonly string[];
  /** What was read, and what failed. */
  readonly files: () => readonly CdiFile[];
  /**
   * The change that gives a container these devices, in this order, each file's own edits once before its first
   * device's. All or none.
   * @throws `ERR_DEVICES` with every name that is not known, what was read, and what is near.
   */
  readonly inject: (...names: readonly string[]) => Promise<Change>;
  /** Device nodes whose numbers in the files are not the host's any more. */
  readonly stale: () => Promise<readonly StaleDevice[]>;
}

export const registryOf = (directories: readonly string[], current: () => CdiState): CdiRegistry => ({
  devices: () => [...current().entries.keys()].sort(),
  files: () => current().files,
  inject: async (...names) => {
    const state = current();
    const missing = names.filter((name) => !state.entries.has(name));
    if (missing.length > 0) throw unresolved(missing, directories, state);
    const done = new Set<CdiSpec>();
    const changes: Change[] = [];
    for (const name of new Set(names)) {
      const entry = state.entries.get(name);
      if (entry === undefined) continue;
      if (!done.has(entry.spec)) changes.push(await editsChange(entry.spec.containerEdits ?? {}));
      done.add(entry.spec);
      changes.push(await editsChange(entry.device.containerEdits));
    }
    return compose(...changes);
  },
  stale: () => staleIn(current()),
});

/** The directories that are asked for. */
export const directoriesOf = (who: string, { directories = cdiDirectories }: CdiOptions): readonly string[] =>
  list(`${who} directories`, directories, 'a list of directories').map((directory) =>
    absolutePath(`${who} directories`, directory),
  );

/**
 * Reads the directories once.
 * @throws `ERR_INVALID_OPTION`
 */
export const loadCdi = async (options: CdiOptions = {}): Promise<CdiRegistry> => {
  const directories = directoriesOf('loadCdi', knownOptions('loadCdi', options, ['directories']));
  const state = await loadState(directories);
  return registryOf(directories, () => state);
};

import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { ExecArgs } from '@caisson/driver-kit';

/** The word that `runsc exec --detach` takes out of its own arguments, each whole that has it, to run itself again. */
const word = 'detach';

/** `pidFile` gets the pid of the command itself, which waits for the process. */
export const execArgs = (id: string, o: ExecArgs): readonly string[] => [
  'exec',
  `--process=${o.processFile}`,
  `--pid-file=${o.pidFile}`,
  `--internal-pid-file=${o.innerPidFile}`,
  id,
];

/** Directories whose names do not have the word: where scratch files may be linked to. */
const places: readonly string[] = ['/dev/shm', '/tmp', '/run'];

const linked = (): string => {
  for (const place of places) {
    try {
      return mkdtempSync(join(place, 'caisson-'));
    } catch {
      // The next.
    }
  }
  throw new Error(`no file can be made in ${places.join(', ')}`);
};

/** The links of a call; gone when it is disposed. */
export interface Links extends Disposable {
  readonly dirs: string[];
}

export const links = (): Links => {
  const dirs: string[] = [];
  return {
    dirs,
    [Symbol.dispose]: () => {
      for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true, force: true });
    },
  };
};

/**
 * With a terminal, runsc sends it where it detaches alone. No argument may have the word then: the paths are linked to
 * from a directory without it, and the beginning of the id stands for the id, which is the only one in its root.
 */
export const detachedExec = (
  id: string,
  ownRoot: string,
  o: ExecArgs,
  { dirs }: Links,
): readonly string[] => {
  const files = dirname(o.pidFile);
  const needed = [id, ownRoot, files].some((text) => text.includes(word));
  const dir = needed ? linked() : undefined;
  if (dir !== undefined) {
    dirs.push(dir);
    symlinkSync(ownRoot, join(dir, 'root'));
    symlinkSync(files, join(dir, 'files'));
  }
  const at = (path: string): string => (dir === undefined ? path : join(dir, 'files', basename(path)));
  const [first = id] = id.split(word);
  return [
    ...(dir === undefined ? [] : [`--root=${join(dir, 'root')}`]),
    'exec',
    '--detach',
    `--console-socket=${at(o.consoleSocket ?? '')}`,
    `--process=${at(o.processFile)}`,
    `--pid-file=${at(o.pidFile)}`,
    `--internal-pid-file=${at(o.innerPidFile)}`,
    first === '' ? word.slice(0, 1) : first,
  ];
};

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RuntimeError } from '@caisson/errors';

const name = 'caisson.json';

/** What is kept of a container beside runsc's own state: by another process too, its flags are the same. */
interface Kept {
  readonly flags: readonly string[];
  /** Who is making it, until there is a state. */
  readonly by: number;
}

const read = (stateDir: string): Kept | undefined => {
  try {
    return JSON.parse(readFileSync(join(stateDir, name), 'utf8')) as Kept;
  } catch {
    return undefined;
  }
};

const entries = (stateDir: string): readonly string[] => {
  try {
    return readdirSync(stateDir);
  } catch {
    return [];
  }
};

const lives = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** runsc's own record of a container. */
const hasState = (stateDir: string): boolean => entries(stateDir).some((entry) => entry.endsWith('.state'));

/** The flags that a container was made with. */
export const keptFlags = (stateDir: string): readonly string[] | undefined => read(stateDir)?.flags;

/** @throws `ERR_CONTAINER_EXISTS` */
export const keepFlags = (id: string, stateDir: string, flags: readonly string[]): void => {
  if (hasState(stateDir)) {
    throw new RuntimeError('ERR_CONTAINER_EXISTS', `runsc: there is a container ${id} already`, {
      runtime: 'runsc',
      verb: 'create',
      id,
    });
  }
  mkdirSync(stateDir, { recursive: true, mode: 0o711 });
  const kept: Kept = { flags, by: process.pid };
  writeFileSync(join(stateDir, name), JSON.stringify(kept), { mode: 0o600 });
};

/**
 * Removes what is left of a container that is no more. Where runsc did not know it, somebody may be making it in
 * this moment: then it stays.
 */
export const forgetFlags = (stateDir: string, wasKnown: boolean): void => {
  if (hasState(stateDir)) return;
  const by = read(stateDir)?.by;
  if (!wasKnown && by !== undefined && lives(by)) return;
  rmSync(stateDir, { recursive: true, force: true });
};

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A runsc that is installed, and the day of its release. */
export interface Binary {
  readonly path: string;
  readonly release: string;
}

const releaseOf = (path: string): string | undefined => {
  try {
    return /\d{8}/.exec(execFileSync(path, ['--version'], { encoding: 'utf8' }))?.[0];
  } catch {
    return undefined;
  }
};

const inPath = (): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((dir) => join(dir, 'runsc'))
    .find((path) => existsSync(path));

/** Those that the set-up has built. */
const built = (): readonly string[] => {
  const dir = fileURLToPath(new URL('../../../../.cache/runsc/', import.meta.url));
  return existsSync(dir) ? readdirSync(dir).map((name) => join(dir, name, 'runsc')) : [];
};

/** Debian's first, then the newer ones. Older ones have no systrap. */
export const binaries: readonly Binary[] = [inPath(), ...built()].flatMap((path) => {
  const release = path === undefined ? undefined : releaseOf(path);
  return path !== undefined && release !== undefined && Number(release) >= 20240729
    ? [{ path, release }]
    : [];
});

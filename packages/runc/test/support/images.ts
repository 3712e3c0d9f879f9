import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { describe } from 'vitest';
import { able, type Mode } from './modes.ts';

const works = (...feature: readonly string[]): boolean => {
  try {
    execFileSync('criu', ['check', ...feature], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** Whether images can be made here; what is skipped says so in its name. */
const makesImages = able && works();

/** Whether the kernel tells which memory has changed. */
export const tracksMemory: boolean = makesImages && works('--feature', 'mem_dirty_track');

/** The same tests in both ways to learn an exit. */
export const withImages = (what: string, tests: (mode: Mode) => void): void => {
  describe.skipIf(!makesImages).each(['foreground', 'native'] as const)(
    `${what}, %s waiting (needs Linux, root, runc and CRIU)`,
    tests,
  );
};

/** Tests that need one way alone. */
export const withImagesOnce = (what: string, tests: () => void): void => {
  describe.skipIf(!makesImages)(`${what} (needs Linux, root, runc and CRIU)`, tests);
};

/** What lies at an image's place or beside it under its name. */
export const piecesOf = (imagePath: string): readonly string[] =>
  readdirSync(dirname(imagePath)).filter(
    (name) => name === basename(imagePath) || name.startsWith(`.${basename(imagePath)}.`),
  );

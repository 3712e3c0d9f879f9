import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe } from 'vitest';

export type Mode = 'native' | 'foreground';

// Foreground first: once native waiting has made a process a subreaper it stays one, and inherits every orphan.
const modes: readonly Mode[] = ['foreground', 'native'];

/** Whether PATH has a program. */
export const isInPath = (program: string): boolean =>
  (process.env['PATH'] ?? '').split(delimiter).some((dir) => {
    try {
      accessSync(join(dir, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

/** Whether containers can be run here; what is skipped says so in its name. */
export const able: boolean = process.platform === 'linux' && process.getuid?.() === 0 && isInPath('runc');

/** The same tests in both ways to learn an exit. */
export const inBothModes = (what: string, tests: (mode: Mode) => void): void => {
  describe.skipIf(!able).each(modes)(`${what}, %s waiting (needs Linux, root and runc)`, tests);
};

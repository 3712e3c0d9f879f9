import { spawnSync } from 'node:child_process';
import { describe } from 'vitest';

const hasRunc = (): boolean => spawnSync('runc', ['--version']).status === 0;

/** Whether containers can be run here; what is skipped says so in its name. */
export const able: boolean = process.platform === 'linux' && process.getuid?.() === 0 && hasRunc();

/** Tests with real containers. */
export const withRunc = (what: string, tests: () => void): void => {
  describe.skipIf(!able)(`${what} (needs Linux, root and runc)`, tests);
};

import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { type World, worldOf } from '../../../runc/test/support/world-of.ts';
import { type CrunOptions, crun } from '../../src/index.ts';
import { freeV2Tree } from './v2-tree.ts';

export { sh } from '../../../runc/test/support/world-of.ts';

type Mode = 'native' | 'foreground';

// Foreground first: once native waiting has made a process a subreaper it stays one, and inherits every orphan.
const modes: readonly Mode[] = ['foreground', 'native'];

const isInPath = (process.env['PATH'] ?? '').split(delimiter).some((dir) => existsSync(join(dir, 'crun')));

/** Whether containers can be run here; what is skipped says so in its name. */
export const able: boolean = process.platform === 'linux' && process.getuid?.() === 0 && isInPath;

/** Call it at the top of a test file: at its end nothing is left of all that was made, and the host is as it was. */
export const world = (): World<CrunOptions> => {
  let freed: AsyncDisposable | undefined;
  beforeAll(async () => {
    if (able) freed = await freeV2Tree();
  });
  afterAll(() => freed?.[Symbol.asyncDispose]());
  return worldOf<CrunOptions>({ binary: 'crun', driver: crun, able });
};

/** The same tests in both ways to learn an exit. */
export const inBothModes = (what: string, tests: (mode: Mode) => void): void => {
  describe.skipIf(!able).each(modes)(`${what}, %s waiting (needs Linux, root and crun)`, tests);
};

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const node22 = `${root}/tools/node22/node_modules/.bin/node`;
const here = process.version.startsWith('v22.');
const why = here ? ' (this is Node 22)' : existsSync(node22) ? '' : ' (needs tools/node22)';

it.skipIf(why)(`passes the same tests on Node 22${why}`, { timeout: 600_000 }, async () => {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const vitest = [`${root}/node_modules/vitest/vitest.mjs`, 'run', 'packages/linux/test', '--pool', 'forks'];
  const { code, stdout } = await promisify(execFile)(node22, [...vitest, '--exclude', '**/node-22*'], {
    cwd: root,
    env: { ...env, NO_COLOR: '1' },
    maxBuffer: 2 ** 26,
  }).then(
    ({ stdout }) => ({ code: 0, stdout }),
    (error) => error,
  );
  expect(code, stdout).toBe(0);
  expect(Number(/Tests +(\d+) passed/.exec(stdout)?.[1])).toBeGreaterThan(40);
});

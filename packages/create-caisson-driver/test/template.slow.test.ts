import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { made } from './support/made.ts';

const able = ((): boolean => {
  try {
    execFileSync('runc', ['--version'], { stdio: 'ignore' });
    return process.getuid?.() === 0;
  } catch {
    return false;
  }
})();

it.skipIf(!able)(
  'a driver made from the template passes its own tests at once, the whole kit among them (needs root and runc)',
  async () => {
    await using driver = await made({ runtime: 'runc' });
    const args = ['--test', '--test-reporter=tap', '--test-timeout=120000', 'test/*.test.ts'];
    const said = await driver
      .run('node', ...args)
      .catch((error: { stdout?: string }) => error.stdout ?? String(error));
    expect(said.split('\n').filter((line) => /^\s*not ok/.test(line))).toEqual([]);
    expect(Number(/# pass (\d+)/.exec(said)?.[1])).toBeGreaterThan(100);
  },
  480_000,
);

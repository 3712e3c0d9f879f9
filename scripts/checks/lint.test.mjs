import { expect, it } from 'vitest';
import { withTree } from '../tree/fixture.mjs';
import { lint } from './lint.mjs';

const findings = (code, rules = {}) =>
  withTree(
    { 'biome.json': { json: { formatter: { enabled: false } }, linter: { rules } }, 'a.ts': code },
    async (root) => (await lint.run(root)).problems,
  );

it('finds nothing in what is formatted and clean', async () => {
  expect(await findings('export const a = 1;\n')).toEqual([]);
});

it('fails on a warning', async () => {
  const problems = await findings('export const a = 1;\ndebugger;\n', { suspicious: { noDebugger: 'warn' } });
  expect(problems.join()).toContain('noDebugger');
});

it('fails on what is not formatted', async () => {
  expect((await findings('export  const a=1')).join()).toContain('Formatter');
});

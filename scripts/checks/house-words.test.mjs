import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { withTree } from '../tree/fixture.mjs';
import { houseWords } from './house-words.mjs';

const findings = (files) => withTree(files, async (root) => (await houseWords.run(root)).problems);

it('finds nothing in plain words', async () => {
  expect(await findings({ 'docs/a.md': 'A session keyring; see opencontainers/runc#1047.\n' })).toEqual([]);
});

it.each([
  ['a note of what is left', '// TODO: later'],
  ['a path of this machine', 'see /work/main/docs'],
  ["a registry's host", 'from https://registry.example.org/x'],
  ['the number of an issue', 'as issue 12 asks'],
  ['the name of a writer', 'written by an AI assistant'],
])('fails on %s, with its place', async (_, line) => {
  const problems = await findings({ 'docs/a.md': `Fine.\n${line}\n` });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(/^docs\/a\.md:2: /);
});

it('fails on a source longer than one idea, and on no other file', async () => {
  const long = 'export {};\n'.repeat(251);
  const problems = await findings({ 'packages/a/src/long.ts': long, 'packages/a/test/long.test.ts': long });
  expect(problems).toEqual(['packages/a/src/long.ts has 251 lines, more than 250: a file is one idea.']);
});

it('looks at what git has or would take', async () => {
  const files = { '.gitignore': 'ignored.md\n', 'ignored.md': 'TODO\n', 'new.md': 'TODO\n' };
  const problems = await withTree(files, async (root) => {
    execFileSync('git', ['init', '--quiet'], { cwd: root });
    return (await houseWords.run(root)).problems;
  });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(/^new\.md:1: /);
});

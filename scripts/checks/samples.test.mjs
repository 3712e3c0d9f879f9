import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cache, root as workspace } from '../setup/root.mjs';
import { manifest, withTree } from '../tree/fixture.mjs';
import { samples } from './samples.mjs';

const fenced = (info, ...code) => ['```'.concat(info), ...code, '```', ''].join('\n');
const use = ["import { a } from '@caisson/a';", 'if (a !== 1) throw new Error(String(a));'];

const findings = async (readme) => {
  const base = await readFile(join(workspace, 'tsconfig.base.json'), 'utf8');
  const files = {
    'tsconfig.base.json': base,
    'packages/a/package.json': manifest('a', { bin: { speak: './dist/bin.js' } }),
    'packages/a/dist/index.js': 'export const a = 1;\n',
    'packages/a/dist/index.d.ts': 'export declare const a: number;\n',
    'packages/a/dist/bin.js': "console.log('spoken');\n",
    'packages/a/README.md': readme,
  };
  return withTree(files, async (root) => (await samples.run(root)).problems.join('\n'), cache);
};

it('runs samples that are right, and commands that are marked', async () => {
  expect(await findings(fenced('ts', ...use) + fenced('sh run', 'speak | grep spoken'))).toBe('');
});

it('fails on a sample that throws, with its place', async () => {
  expect(await findings(`Text.\n\n${fenced('ts', "throw new Error('no good');")}`)).toMatch(
    /packages\/a\/README\.md:4: exit code 1[\s\S]*no good/,
  );
});

it('fails on a sample whose types are wrong', async () => {
  const problems = await findings(
    fenced('ts', "import { a } from '@caisson/a';", 'const b: string = a;', 'console.log(b);'),
  );
  expect(problems).toContain('TS2322');
});

it('type-checks, and does not run, what is marked types', async () => {
  const types = fenced('ts types', "throw new Error('never run');", 'export {};');
  expect(await findings(fenced('ts', ...use) + types)).toBe('');
  expect(
    await findings(fenced('ts', ...use) + fenced('ts types', 'export const n: number = true;')),
  ).toContain('TS2322');
});

it('lets a sample import another that has a name, and has test runners run those that name one', async () => {
  const named = fenced('ts types one.ts', 'export const one: number = 1;');
  const kit = [
    "import { one } from './one.ts';",
    "it('is one', () => {",
    '  if (one !== OF) throw new Error();',
    '});',
  ];
  const by = (runner, of) => [`import { it } from '${runner}';`, ...kit].join('\n').replace('OF', of);
  const [vitest, mocha] = ['ts vitest one.test.ts', 'ts mocha'];
  expect(
    await findings(
      fenced('ts', ...use) + named + fenced(vitest, by('vitest', '1')) + fenced(mocha, by('mocha', '1')),
    ),
  ).toBe('');
  const problems = await findings(
    fenced('ts', ...use) + named + fenced(vitest, by('vitest', '2')) + fenced(mocha, by('mocha', '2')),
  );
  expect(problems.match(/README\.md:\d+: exit code 1/g)).toHaveLength(2);
});

it('fails on a marked command that fails', async () => {
  expect(await findings(fenced('ts', ...use) + fenced('sh run', 'speak | grep nothing'))).toContain(
    'exit code 1',
  );
});

it('fails on a page without a sample, and on one in another language', async () => {
  expect(await findings('Words alone.\n')).toContain('no sample that is run');
  expect(await findings(fenced('ts', ...use) + fenced('js', 'let x;'))).toContain('make it ts');
});

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { withTree } from '../tree/fixture.mjs';
import { coverageOf } from './coverage.mjs';

const span = (line) => ({ start: { line, column: 0 }, end: { line, column: 9 } });
const path = '/caisson/packages/a/src/a.ts';
const covered = (s) => ({
  [path]: { path, statementMap: { 0: span(1), 1: span(2) }, s, fnMap: {}, f: {}, branchMap: {}, b: {} },
});

it('adds up what the machines covered, by the paths of this host', async () => {
  const tree = {
    'one/coverage/coverage-final.json': covered({ 0: 2, 1: 0 }),
    'two/coverage/coverage-final.json': covered({ 0: 1, 1: 1 }),
  };
  await withTree(tree, async (dir) => {
    const whole = join(dir, 'whole', 'coverage-final.json');
    expect(await coverageOf([join(dir, 'one')], '/here', whole)).toEqual([
      'a            50 % of statements, 100 % of branches',
    ]);
    await coverageOf([join(dir, 'one'), join(dir, 'two'), join(dir, 'none')], '/here', whole);
    const [[at, data] = ['', {}]] = Object.entries(JSON.parse(await readFile(whole, 'utf8')));
    expect([at, data.s]).toEqual(['/here/packages/a/src/a.ts', { 0: 3, 1: 1 }]);
  });
});

import { expect, it } from 'vitest';
import { runtimeOf, tableOf, waitingOf } from './table.mjs';

const crunFile = 'packages/crun/test/run.test.ts';

it.each([
  [crunFile, 'run, native waiting (needs Linux, root and crun) > exits', 'crun', 'native'],
  [crunFile, 'takes what runc takes', 'crun', 'any'],
  ['packages/cli/test/run.test.ts', 'run (needs Linux, root and runc) > ends', 'runc', 'any'],
  ['packages/oci-spec/test/effects.test.ts', 'on crun > memory (needs runc and crun)', 'crun', 'any'],
  ['packages/cgroup/test/paths.test.ts', 'parses', 'none', 'any'],
  ['packages/runc/test/run.test.ts', 'run, foreground waiting (needs runc) > x', 'runc', 'foreground'],
])('knows what %s > %s is of', (file, name, runtime, waiting) => {
  expect([runtimeOf({ file, name }), waitingOf(name)]).toEqual([runtime, waiting]);
});

it('puts places side by side, a row for each runtime and way to wait, with the reasons of what was skipped', () => {
  /** @param {string} name @param {'passed' | 'failed' | 'skipped'} state */
  const test = (name, state) => ({ file: crunFile, name, state });
  const facts = (kernel, cgroup, crun) => ({ kernel, cgroup, versions: { crun }, lacks: [] });
  const places = [
    {
      name: 'host',
      facts: facts('6.18', 'v1 beside v2', '1.8.1'),
      tests: [test('a, native waiting > b', 'passed'), test('c', 'failed')],
      skipped: [],
    },
    {
      name: 'lab',
      facts: facts('6.12', 'v2', '1.28'),
      tests: [test('a, native waiting > b', 'skipped'), test('d, native waiting > e', 'passed')],
      skipped: [{ name: 'b', reason: 'needs v1' }],
    },
  ];
  expect(tableOf(places)).toBe(
    `on    Linux  cgroup        runtime  version  waiting  passed  failed  skipped
host  6.18   v1 beside v2  crun     1.8.1    any      0       1       0
host  6.18   v1 beside v2  crun     1.8.1    native   1       0       0
lab   6.12   v2            crun     1.28     native   1       0       1

  lab: 1 skipped: needs v1`,
  );
});

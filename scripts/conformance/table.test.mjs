import { expect, it } from 'vitest';
import { absent } from './rows.mjs';
import { tableOf } from './table.mjs';

it('counts what became of the tests of each runtime, and tells what was refused and skipped', () => {
  const table = tableOf([
    { runtime: 'b', outcome: 'passed' },
    { runtime: 'a', outcome: 'refused', why: 'pause' },
    { runtime: 'a', outcome: 'refused', why: 'pause' },
    { runtime: 'a', outcome: 'skipped', why: 'without left: nobody knows' },
  ]);
  expect(table.trim().split('\n')).toEqual([
    'runtime   passed refused skipped   known  failed',
    'a              0       2       1       0       0',
    '  refused, as its capabilities say: pause',
    '  skipped: without left: nobody knows',
    'b              1       0       0       0       0',
  ]);
});

it('tells what is known to fail, and why', () => {
  const table = tableOf([{ runtime: 'a', outcome: 'known', why: 'its own fault' }]);
  expect(table.trim().split('\n').slice(1)).toEqual([
    'a              0       0       0       1       0',
    '  known: its own fault',
  ]);
});

const whole = [
  'memory',
  'memory, with logging',
  'plug-in criu-cuda, by the tool',
  'watcher oom-cgroup, by events',
  'watcher oom-gvisor',
  'crun, foreground',
  'crun, native',
  'runc, foreground',
  'runc, native',
  'runsc 20240729, systrap, native',
  'broken runtimes',
  'broken OOM watchers',
  'broken checkpoint plug-ins',
  'youki',
].map((runtime) => ({ runtime, outcome: 'passed' }));

it('misses nothing of a whole table', () => {
  expect(absent(whole, [])).toEqual([]);
  const unbuilt = [...whole.slice(0, -1), { runtime: 'youki', outcome: 'skipped', why: 'needs cargo' }];
  expect(absent(unbuilt, [])).toEqual([]);
});

it('tells what is not in the table, and why where the host lacks something', () => {
  const some = whole.filter(({ runtime }) => !/^(runsc|crun, native)/.test(runtime));
  const missing = absent(some, ['runsc']);
  expect(missing).toEqual([{ row: 'crun, native' }, { row: 'runsc', lacks: 'runsc' }]);
  expect(tableOf([], missing).trim().split('\n').slice(1)).toEqual([
    'crun, native is not there: it FAILED to run',
    'runsc: not run, for want of runsc',
  ]);
});

it('takes a runtime that was skipped as a whole for missing', () => {
  const skipped = { runtime: 'runsc of no release', outcome: 'skipped', why: 'without sacrifice: it cannot' };
  expect(absent([...whole.filter(({ runtime }) => !runtime.startsWith('runsc')), skipped], [])).toEqual([
    { row: 'runsc' },
  ]);
});

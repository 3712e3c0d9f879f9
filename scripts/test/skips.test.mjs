import { expect, it } from 'vitest';
import { lacksOf } from './lacks.mjs';
import { readSkips, unlisted } from './skips.mjs';

const skipped = (name) => ({ name: `packages/a/test/a.test.ts > ${name}`, reason: '' });

it('has a reason for every entry, under what a host can lack', async () => {
  const skips = await readSkips();
  const [not, nothing] = [() => false, () => ''];
  const nowhere = lacksOf({
    host: () => ({ linux: false, root: false, apt: false, node: '24.0.0' }),
    mountinfo: nothing,
    pressure: nothing,
    runc: not,
    crun: not,
    runsc: not,
    criu: not,
    cc: not,
    redis: not,
    postgres: not,
    dockerd: not,
    python: not,
    tmux: not,
  });
  expect(Object.keys(skips)).toEqual(['nothing', ...nowhere]);
  for (const { test, reason } of Object.values(skips).flat()) {
    expect(() => new RegExp(test)).not.toThrow();
    expect(reason.length).toBeGreaterThan(10);
  }
});

it.each([
  ['runs (needs root)', 'root'],
  ['runs, native waiting (needs Linux, root and runc)', 'root'],
  ['runs, native waiting (needs Linux, root and runc)', 'runc'],
  ['counts (needs root and the v1 controller)', 'cgroup v1'],
  ['counts (needs root and a v2 tree)', 'cgroup v2'],
  ['counts (needs root and a pure v2 host)', 'pure cgroup v2'],
  ['waits (needs Linux)', 'Linux'],
])('may skip “%s” on a host that lacks %s', async (name, lack) => {
  expect(unlisted([skipped(name)], await readSkips(), [lack])).toEqual([]);
});

it('may skip none of them on a host that lacks nothing, or something else', async () => {
  const skips = await readSkips();
  const all = [skipped('runs (needs root)'), skipped('counts (needs root and the v1 controller)')];
  expect(unlisted(all, skips, [])).toEqual(all);
  expect(unlisted(all, skips, ['cgroup v2'])).toEqual(all);
});

it('may skip nothing that gives no reason', async () => {
  const all = [skipped('walks')];
  expect(unlisted(all, await readSkips(), ['Linux', 'root', 'runc'])).toEqual(all);
});

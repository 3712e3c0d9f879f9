import type { OomReport } from '@caisson/core';
import { afterAll, describe, expect, it } from 'vitest';
import { oomGvisor } from '../src/index.ts';
import { able, grow, python, sandboxes } from './support/sandbox.ts';

const limitBytes = 128 << 20;

const title = 'a sandbox whose cgroup can be seen (needs Linux, root and runsc)';

describe.skipIf(!able)(title, { timeout: 300_000 }, () => {
  const here = sandboxes();
  afterAll(async () => expect(await here.left()).toEqual([]));

  it.each([
    ['grows slowly', grow(400)],
    ['takes all at once', 'b"x" * (400 << 20)'],
    ['has a child that takes all', 'if os.fork() == 0:\n  b"x" * (400 << 20)\nos.wait()'],
  ])('tells its kill once where it %s, with certainty', async (_what, eat) => {
    const { pid, tell, ended, remove } = await here.start(python(eat), '128MiB');
    const reports: OomReport[] = [];
    await using watcher = await oomGvisor()({
      pid,
      onOom: (_at, report) => void reports.push(report as OomReport),
    });
    expect(watcher.source).toBe('cgroup');
    await tell();
    await ended;
    expect(await watcher.kills()).toBe(1);
    remove();
    expect(reports).toMatchObject([{ kill: 1, source: 'cgroup', certain: true, limitBytes }]);
  });

  it('tells nothing of SIGKILL', async () => {
    const { pid, kill, ended, remove } = await here.start(python('pass'), '128MiB');
    const reports: unknown[] = [];
    await using watcher = await oomGvisor()({ pid, onOom: (at) => void reports.push(at) });
    kill();
    await ended;
    expect(await watcher.kills()).toBe(0);
    remove();
    expect(reports).toEqual([]);
  });
});

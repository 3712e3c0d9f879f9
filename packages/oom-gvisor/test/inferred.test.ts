import { afterAll, describe, expect, it } from 'vitest';
import { watchBlindly } from './support/elsewhere.ts';
import { able, python, sandboxes, take } from './support/sandbox.ts';

const limitBytes = 128 << 20;
const patience = { timeout: 60_000 };

const title = 'a sandbox whose cgroup cannot be seen (needs Linux, root and runsc)';

describe.skipIf(!able)(title, { timeout: 300_000 }, () => {
  const here = sandboxes();
  afterAll(async () => expect(await here.left()).toEqual([]));
  const oom = { told: 'oom', kill: 1, source: 'memory', certain: false, limitBytes };
  const threshold = (pid: number) => ({
    told: 'threshold',
    pid,
    limitBytes,
    source: 'memory',
    certain: false,
    usage: true,
  });

  it('has come to its limit, and died of it, as far as its memory tells', async () => {
    const { pid, tell, ended, remove } = await here.start(python(take(128)), '192MiB');
    await using watcher = watchBlindly(pid, limitBytes);
    await expect.poll(watcher.told, patience).toEqual([{ source: 'memory' }]);
    await tell();
    // The program is told of a limit that it can be at and go on, so that it is measured there.
    await expect.poll(watcher.told, patience).toEqual([{ source: 'memory' }, threshold(pid)]);
    await tell();
    await ended;
    await expect.poll(watcher.told, patience).toEqual([{ source: 'memory' }, threshold(pid), oom]);
    watcher.ask();
    await expect.poll(() => watcher.told().at(-1), patience).toEqual({ kills: 1 });
    remove();
  });

  it('that is sent SIGKILL far below its limit tells nothing', async () => {
    const { pid, kill, ended, remove } = await here.start(python('pass'), '128MiB');
    await using watcher = watchBlindly(pid, limitBytes);
    await expect.poll(watcher.told, patience).toEqual([{ source: 'memory' }]);
    kill();
    await ended;
    watcher.ask();
    await expect.poll(() => watcher.told().length, patience).toBe(2);
    // Others may have been killed for memory on this host meanwhile: then nobody can be sure.
    expect(watcher.told()[1]).toEqual({ kills: expect.toBeOneOf([0, 'unknown']) });
    remove();
  });

  it('that ends by itself at its limit was not killed', async () => {
    const { pid, tell, ended, remove } = await here.start(
      python(`if line.startswith('end'):\n  os._exit(0)\n${take(260)}`),
      '512MiB',
    );
    await using watcher = watchBlindly(pid, 256 << 20);
    await expect.poll(watcher.told, patience).toEqual([{ source: 'memory' }]);
    await tell();
    await expect.poll(() => watcher.told().length, patience).toBe(2);
    await tell('end');
    await ended;
    watcher.ask();
    await expect.poll(() => watcher.told().length, patience).toBe(3);
    expect(watcher.told().slice(1)).toMatchObject([
      { told: 'threshold' },
      { kills: expect.toBeOneOf([0, 'unknown']) },
    ]);
    remove();
  });
});

import { afterAll, expect, it } from 'vitest';
import { loadLinux } from '../../src/index.ts';
import { leftBehind, run } from '../fixtures/run.ts';

afterAll(() => expect(leftBehind()).toEqual([]));

const { reaper } = await loadLinux();

it('tells 1,000 orphans’ true ends, and 500 children of Node keep theirs', { timeout: 300_000 }, async () => {
  const seed = Math.floor(Math.random() * 2 ** 32);
  const told = await run('many-orphans', { args: [String(seed)] });
  expect({ seed, ...(told as object) }).toEqual({ seed, told: 1000, wrong: [], own: 500, ownWrong: [] });
});

it('rejects with ECHILD where the pid is no child of ours, or nobody’s', async () => {
  for (const pid of [1, process.pid, process.ppid, 2 ** 22 + 1]) {
    await expect(reaper.claim(pid).exited).rejects.toMatchObject({
      code: 'ECHILD',
      errno: -10,
      syscall: 'waitid',
      message: 'ECHILD: no child processes, waitid',
    });
  }
});

it('rejects with EINVAL a pid that none can be', async () => {
  await expect(reaper.claim(-1).exited).rejects.toMatchObject({ code: 'EINVAL', syscall: 'waitid' });
});

it('refuses what is no integer, before the kernel is asked', () => {
  for (const pid of [0.5, '1' as never, undefined as never]) {
    expect(() => reaper.claim(pid)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION' }));
  }
});

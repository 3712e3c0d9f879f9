import { describe, expect, it } from 'vitest';
import { readOomKills, readOomKillsSync } from '../../src/index.ts';
import { procfs } from '../fixtures/procfs.ts';

const events = 'low 0\nhigh 0\nmax 40\noom 5\noom_kill 3\noom_group_kill 1\n';

describe('readOomKills', () => {
  it('counts kills, not failed allocations, on v2', async () => {
    using dir = procfs({ 'memory.events': events });
    expect(await readOomKills({ version: 2, path: dir.path })).toBe(3);
  });

  it('reads the counter among v1’s settings', async () => {
    using dir = procfs({ 'memory.oom_control': 'oom_kill_disable 0\nunder_oom 0\noom_kill 2\n' });
    expect(await readOomKills({ version: 1, path: dir.path })).toBe(2);
  });

  it('is undefined before kernel 4.13, which counted none', async () => {
    using dir = procfs({ 'memory.oom_control': 'oom_kill_disable 0\nunder_oom 0\n' });
    expect(await readOomKills({ version: 1, path: dir.path })).toBeUndefined();
  });

  it('is undefined where the cgroup is gone, without a promise too', async () => {
    const gone = { version: 2, path: '/sys/fs/cgroup/not-there' } as const;
    expect(await readOomKills(gone)).toBeUndefined();
    expect(readOomKillsSync(gone)).toBeUndefined();
  });

  it('leaves out what is below on v2, and adds it on v1, where that is asked for', async () => {
    using v2 = procfs({ 'memory.events': events, 'memory.events.local': 'oom_kill 1\n' });
    const unified = { version: 2, path: v2.path } as const;
    expect(await readOomKills(unified, { descendants: false })).toBe(1);
    expect(await readOomKills(unified, { descendants: true })).toBe(3);
    const control = (kills: number): string => `oom_kill_disable 0\nunder_oom 0\noom_kill ${kills}\n`;
    using v1 = procfs({
      'memory.oom_control': control(2),
      'a/memory.oom_control': control(10),
      'a/b/memory.oom_control': control(100),
    });
    const elder = { version: 1, path: v1.path } as const;
    expect(await readOomKills(elder)).toBe(2);
    expect(await readOomKills(elder, { descendants: false })).toBe(2);
    expect(await readOomKills(elder, { descendants: true })).toBe(112);
  });

  it('refuses an option that there is not', async () => {
    await expect(readOomKills({ version: 2, path: '/x' }, { below: true } as never)).rejects.toMatchObject({
      code: 'ERR_INVALID_OPTION',
    });
  });
});

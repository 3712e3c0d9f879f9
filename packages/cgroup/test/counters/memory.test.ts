import { describe, expect, it } from 'vitest';
import { readMemory, readMemoryBoundsSync } from '../../src/index.ts';
import { procfs } from '../fixtures/procfs.ts';

describe('readMemory', () => {
  it('reads limit, usage and peak on v2', async () => {
    using dir = procfs({
      'memory.max': '67108864\n',
      'memory.current': '1048576\n',
      'memory.peak': '2097152\n',
    });
    expect(await readMemory({ version: 2, path: dir.path })).toEqual({
      limitBytes: 67108864,
      usageBytes: 1048576,
      peakBytes: 2097152,
    });
  });

  it('leaves out a v2 limit of max, and a peak that an elder kernel does not count', async () => {
    using dir = procfs({ 'memory.max': 'max\n', 'memory.current': '0\n' });
    expect(await readMemory({ version: 2, path: dir.path })).toEqual({ usageBytes: 0 });
  });

  it('reads the page cache’s part and what is swapped out, of the cgroups below too', async () => {
    using v2 = procfs({ 'memory.stat': 'anon 1\nfile 4096\n', 'memory.swap.current': '8192\n' });
    using v1 = procfs({ 'memory.stat': 'cache 1\nswap 2\ntotal_cache 4096\ntotal_swap 8192\n' });
    const expected = { cacheBytes: 4096, swapBytes: 8192 };
    expect(await readMemory({ version: 2, path: v2.path })).toEqual(expected);
    expect(await readMemory({ version: 1, path: v1.path })).toEqual(expected);
  });

  it.each(['9223372036854771712', '9223372036854710272', '9223372036854775807'])(
    'takes the v1 limit %s for none',
    async (limit) => {
      using dir = procfs({ 'memory.limit_in_bytes': `${limit}\n`, 'memory.max_usage_in_bytes': '4096\n' });
      expect(await readMemory({ version: 1, path: dir.path })).toEqual({ peakBytes: 4096 });
    },
  );

  it('is empty where the cgroup is gone', async () => {
    expect(await readMemory({ version: 1, path: '/sys/fs/cgroup/memory/not-there' })).toEqual({});
  });

  it('refuses what is not a cgroup', async () => {
    for (const wrong of [undefined, {}, { version: 3, path: '/x' }, { version: 1, path: 'x' }]) {
      await expect(readMemory(wrong as never)).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION' });
    }
  });

  it('rejects rather than tell nothing where a file cannot be read', async () => {
    using dir = procfs({ 'memory.max/x': '' });
    await expect(readMemory({ version: 2, path: dir.path })).rejects.toMatchObject({
      code: 'ERR_RUNTIME_FAILED',
    });
  });
});

describe('readMemoryBoundsSync', () => {
  it('reads the limit and the peak alone, and nothing of what is gone', () => {
    using v2 = procfs({ 'memory.max': '4096\n', 'memory.peak': '8192\n' });
    using v1 = procfs({
      'memory.limit_in_bytes': '9223372036854771712\n',
      'memory.max_usage_in_bytes': '8192\n',
    });
    expect(readMemoryBoundsSync({ version: 2, path: v2.path })).toEqual({
      limitBytes: 4096,
      peakBytes: 8192,
    });
    expect(readMemoryBoundsSync({ version: 1, path: v1.path })).toEqual({ peakBytes: 8192 });
    expect(readMemoryBoundsSync({ version: 1, path: '/sys/fs/cgroup/not-there' })).toEqual({});
  });
});

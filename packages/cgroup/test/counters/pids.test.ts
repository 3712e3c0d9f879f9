import { describe, expect, it } from 'vitest';
import { readPids } from '../../src/index.ts';
import { procfs } from '../fixtures/procfs.ts';

describe('readPids', () => {
  it('reads the same files on v1 and v2', async () => {
    using dir = procfs({ 'pids.current': '7\n', 'pids.max': '100\n' });
    for (const version of [1, 2] as const) {
      expect(await readPids({ version, path: dir.path })).toEqual({ current: 7, limit: 100 });
    }
  });

  it('leaves out a limit of max, and one of a root, which has none', async () => {
    using max = procfs({ 'pids.current': '7\n', 'pids.max': 'max\n' });
    using root = procfs({ 'pids.current': '7\n' });
    for (const { path } of [max, root]) expect(await readPids({ version: 1, path })).toEqual({ current: 7 });
  });
});

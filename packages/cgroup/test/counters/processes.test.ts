import { describe, expect, it } from 'vitest';
import { readProcesses } from '../../src/index.ts';
import { procfs } from '../fixtures/procfs.ts';

describe('readProcesses', () => {
  it('lists a cgroup’s and those below it, each once', async () => {
    using dir = procfs({
      'cgroup.procs': '10\n11\n',
      'a/cgroup.procs': '12\n',
      'a/b/cgroup.procs': '13\n11\n',
      'c/cgroup.procs': '',
    });
    expect([...(await readProcesses(dir.path))].sort()).toEqual([10, 11, 12, 13]);
  });

  it('is empty where the cgroup is gone', async () => {
    expect(await readProcesses('/sys/fs/cgroup/not-there')).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { memoryCgroupOf } from '../../src/index.ts';
import { systemdHybrid, v1 } from '../fixtures/hosts.ts';
import { procfs } from '../fixtures/procfs.ts';

const tree = '29 22 0:26 / @/tree rw - cgroup2 cgroup2 rw\n';

describe('memoryCgroupOf', () => {
  it('is v1’s on a v1 and on a hybrid host', async () => {
    for (const host of [v1, systemdHybrid]) {
      using proc = procfs({ 'self/mountinfo': host.mountinfo, 'self/cgroup': host.cgroup });
      const found = await memoryCgroupOf('self', { procRoot: proc.path });
      expect(found?.version).toBe(1);
      expect(found?.path).toMatch(/^\/sys\/fs\/cgroup\/memory\/./);
    }
  });

  it('is the process’s own on v2 where the controller is on for it', async () => {
    using proc = procfs({ 'self/mountinfo': tree, '5/cgroup': '0::/a/b\n', 'tree/a/b/memory.events': '' });
    const found = await memoryCgroupOf(5, { procRoot: proc.path });
    expect(found).toEqual({ version: 2, path: `${proc.path}/tree/a/b` });
  });

  it('is the nearest above on v2 where the controller is off for its own', async () => {
    using proc = procfs({
      'self/mountinfo': tree,
      '5/cgroup': '0::/a/b/c\n',
      'tree/a/memory.events': '',
      'tree/a/b/c/cgroup.procs': '5\n',
    });
    expect(await memoryCgroupOf(5, { procRoot: proc.path })).toEqual({
      version: 2,
      path: `${proc.path}/tree/a`,
    });
  });

  it('is none at the v2 tree’s root, and does not look above the mount', async () => {
    using proc = procfs({
      'self/mountinfo': tree,
      '5/cgroup': '0::/a\n',
      'memory.events': '',
      'tree/a/x': '',
    });
    expect(await memoryCgroupOf(5, { procRoot: proc.path })).toBeUndefined();
  });

  it('is none of a process that is gone', async () => {
    using proc = procfs({ 'self/mountinfo': tree });
    expect(await memoryCgroupOf(5, { procRoot: proc.path })).toBeUndefined();
  });

  it('is none of a zombie on v1, rather than the root', async () => {
    using proc = procfs({
      'self/mountinfo': systemdHybrid.mountinfo,
      '5/cgroup': '9:memory:/\n0::/x\n',
      '5/stat': '5 (true) Z 1 5 5 0 -1 4227340 0 0\n',
    });
    expect(await memoryCgroupOf(5, { procRoot: proc.path })).toBeUndefined();
  });
});

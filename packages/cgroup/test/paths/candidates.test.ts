import { describe, expect, it } from 'vitest';
import { cgroupCandidates } from '../../src/index.ts';
import { cgroupMountsFrom } from '../../src/mounts/cgroup-mounts.ts';
import type { CandidateOptions } from '../../src/paths/candidates.ts';
import { candidatesFrom } from '../../src/paths/candidates.ts';
import { parseProcCgroup } from '../../src/paths/membership.ts';
import type { Host } from '../fixtures/hosts.ts';
import * as hosts from '../fixtures/hosts.ts';

const on = ({ mountinfo, cgroup }: Host, options: Omit<CandidateOptions, 'id'> = {}) =>
  candidatesFrom(cgroupMountsFrom(mountinfo), parseProcCgroup(cgroup), { id: 'c1', ...options });

describe('the candidates on a v2 host', () => {
  it('are beside this process’s own cgroup, whose children could have no controllers', () => {
    const beside = '/sys/fs/cgroup/user.slice/user-1000.slice';
    expect(on(hosts.systemdV2)).toEqual([`${beside}/c1`]);
    expect(on(hosts.systemdV2, { cgroupsPath: 'a/b' })).toEqual([`${beside}/a/b`]);
  });

  it('are below the top for an absolute path and in a cgroup namespace', () => {
    expect(on(hosts.systemdV2, { cgroupsPath: '/a/b/' })).toEqual(['/sys/fs/cgroup/a/b']);
    expect(on(hosts.namespacedV2)).toEqual(['/sys/fs/cgroup/c1']);
  });

  it('are below the top, and for no path beside this process’s own too, from the mount', () => {
    expect(on(hosts.systemdV2, { base: 'mount' })).toEqual([
      '/sys/fs/cgroup/c1',
      '/sys/fs/cgroup/user.slice/user-1000.slice/c1',
    ]);
    expect(on(hosts.systemdV2, { base: 'mount', cgroupsPath: 'a' })).toEqual(['/sys/fs/cgroup/a']);
  });

  it('are of the v2 tree alone, whatever v1 hierarchy is mounted beside it', () => {
    expect(on(hosts.v2WithNetCls)).toEqual(['/sys/fs/cgroup/system.slice/c1']);
  });
});

describe('the candidates on a hybrid host', () => {
  it('are below this process’s own in each v1 hierarchy, the freezer’s first, and at the top of the v2 tree', () => {
    expect(on(hosts.systemdHybrid)).toEqual([
      '/sys/fs/cgroup/freezer/c1',
      '/sys/fs/cgroup/systemd/user.slice/user-0.slice/session-1.scope/c1',
      '/sys/fs/cgroup/cpu,cpuacct/user.slice/c1',
      '/sys/fs/cgroup/memory/user.slice/user-0.slice/session-1.scope/c1',
      '/sys/fs/cgroup/pids/user.slice/user-0.slice/session-1.scope/c1',
      '/sys/fs/cgroup/net_cls,net_prio/c1',
      '/sys/fs/cgroup/unified/c1',
    ]);
  });

  it('are below each mount for an absolute path, and from the mount for any', () => {
    const absolute = on(hosts.systemdHybrid, { cgroupsPath: '/x' });
    expect(absolute).toContain('/sys/fs/cgroup/memory/x');
    expect(absolute).toHaveLength(7);
    expect(on(hosts.systemdHybrid, { cgroupsPath: 'x', base: 'mount' })).toEqual(absolute);
  });
});

describe('the candidates, wherever', () => {
  it('do not climb with a path of ..', () => {
    expect(on(hosts.v1, { cgroupsPath: '../../x' })).toEqual(on(hosts.v1, { cgroupsPath: 'x' }));
    expect(on(hosts.systemdHybrid, { cgroupsPath: '/../x/./y/..' })).toContain('/sys/fs/cgroup/memory/x');
  });

  it('take an empty path for none', () => {
    expect(on(hosts.v1, { cgroupsPath: '' })).toEqual(on(hosts.v1));
  });

  it('are never a tree’s top or this process’s own', () => {
    for (const cgroupsPath of ['/', '.', '..', '/a/..', './']) {
      for (const host of Object.values(hosts)) expect(on(host, { cgroupsPath })).toEqual([]);
    }
    expect(on(hosts.systemdV2, { cgroupsPath: 'session-3.scope' })).toEqual([]);
  });

  it('are never above this process’s own, and elsewhere of the same name all the same', () => {
    expect(on(hosts.systemdHybrid, { cgroupsPath: '/user.slice' })).toEqual([
      '/sys/fs/cgroup/freezer/user.slice',
      '/sys/fs/cgroup/net_cls,net_prio/user.slice',
    ]);
  });

  it('are none where this process’s own cannot be reached', () => {
    expect(on({ ...hosts.dockerV1, cgroup: '9:memory:/elsewhere\n' })).toEqual([]);
  });
});

describe('cgroupCandidates, asked wrongly', () => {
  it.each([
    [{}],
    [{ id: '' }],
    [{ id: 'a/b' }],
    [{ id: '..' }],
    [{ id: 'a', cgroupsPath: 1 }],
    [{ id: 'a', cgroupsPath: 'a\0' }],
    [{ id: 'a', base: 'top' }],
    [{ id: 'a', path: '/x' }],
  ])('refuses %j', async (options) => {
    await expect(cgroupCandidates(options as never)).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION' });
  });
});

import { describe, expect, it } from 'vitest';
import { cgroupsOf } from '../../src/index.ts';
import { isExitingStat } from '../../src/paths/exiting.ts';
import type { Host } from '../fixtures/hosts.ts';
import * as hosts from '../fixtures/hosts.ts';
import { procfs } from '../fixtures/procfs.ts';

const on = async (host: Host) => {
  using proc = procfs({ 'self/mountinfo': host.mountinfo, 'self/cgroup': host.cgroup });
  return cgroupsOf('self', { procRoot: proc.path });
};

describe('cgroupsOf, by the texts of other hosts', () => {
  it('finds the one directory of a v2 host', async () => {
    const { version, unified, all } = await on(hosts.systemdV2);
    expect(version).toBe('v2');
    expect(unified).toBe('/sys/fs/cgroup/user.slice/user-1000.slice/session-3.scope');
    expect(all).toEqual([unified]);
  });

  it('finds each controller’s on a hybrid host, and a shared one once', async () => {
    const cgroups = await on(hosts.systemdHybrid);
    expect(cgroups.controller('memory')).toEqual({
      version: 1,
      path: '/sys/fs/cgroup/memory/user.slice/user-0.slice/session-1.scope',
    });
    expect(cgroups.controller('cpuacct')).toEqual({
      version: 1,
      path: '/sys/fs/cgroup/cpu,cpuacct/user.slice',
    });
    expect(cgroups.all).toHaveLength(7);
  });

  it('has no v2 directory on a v1 host', async () => {
    const cgroups = await on(hosts.v1);
    expect(cgroups).toMatchObject({
      version: 'v1',
      all: expect.arrayContaining(['/sys/fs/cgroup/memory/lxc/one']),
    });
    expect(cgroups.unified).toBeUndefined();
    expect(cgroups.controller('pids')).toBeUndefined();
  });

  it('is relative to what is bind mounted inside a container without a cgroup namespace', async () => {
    const cgroups = await on(hosts.dockerV1);
    expect(cgroups.controller('memory')?.path).toBe('/sys/fs/cgroup/memory/inner');
    expect(cgroups.controller('pids')?.path).toBe('/sys/fs/cgroup/pids');
  });

  it('is the mount’s top at the root of a cgroup namespace, and nothing where the mounts are of another', async () => {
    expect((await on(hosts.namespacedV2)).unified).toBe('/sys/fs/cgroup');
    expect((await on(hosts.unsharedOnly)).all).toEqual([]);
  });

  it('leaves out a cgroup that was removed under its process', async () => {
    const cgroups = await on({ ...hosts.systemdV2, cgroup: '0::/gone (deleted)\n' });
    expect(cgroups.all).toEqual([]);
  });

  it('gives a v2 controller only where it is available', async () => {
    using proc = procfs({
      'self/mountinfo': '29 22 0:26 / @/tree rw - cgroup2 cgroup2 rw\n',
      'self/cgroup': '0::/a\n',
      'tree/a/cgroup.controllers': 'cpu pids\n',
    });
    const cgroups = await cgroupsOf('self', { procRoot: proc.path });
    expect(cgroups.controller('pids')).toEqual({ version: 2, path: `${proc.path}/tree/a` });
    expect(cgroups.controller('memory')).toBeUndefined();
  });
});

describe('cgroupsOf of a process that is exiting', () => {
  const v1Root = { 'self/mountinfo': hosts.systemdHybrid.mountinfo, '7/cgroup': '9:memory:/\n0::/kept\n' };
  const stat = (state: string, flags: number) => `7 (a) b) ${state} 1 7 7 0 -1 ${flags} 0\n`;

  it('has no v1 directory, for the kernel writes / whatever it was', async () => {
    for (const [state, flags] of [
      ['Z', 0x400044],
      ['R', 0x400004],
    ] as const) {
      using proc = procfs({ ...v1Root, '7/stat': stat(state, flags) });
      expect((await cgroupsOf(7, { procRoot: proc.path })).all).toEqual(['/sys/fs/cgroup/unified/kept']);
    }
  });

  it('is told from one that lives in the root cgroup', async () => {
    using proc = procfs({ ...v1Root, '7/stat': stat('S', 0x400000) });
    expect((await cgroupsOf(7, { procRoot: proc.path })).controller('memory')?.path).toBe(
      '/sys/fs/cgroup/memory',
    );
  });

  it('is known by its flags, whatever its name', () => {
    expect(isExitingStat('9 (x) Z 1 (y) S 1 9 9 0 -1 4194304 0 0')).toBe(false);
    expect(isExitingStat('9 (x) S 1 (y) D 1 9 9 0 -1 4194308 0 0')).toBe(true);
  });
});

describe('cgroupsOf, asked wrongly', () => {
  it.each([0, -1, 1.5, Number.NaN, '7' as unknown as number])('refuses the pid %s', async (pid) => {
    await expect(cgroupsOf(pid)).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION' });
  });

  it('refuses options that it does not know', async () => {
    await expect(cgroupsOf('self', { root: '/proc' } as object)).rejects.toThrow(/unknown option "root"/);
    await expect(cgroupsOf('self', { procRoot: 'proc' })).rejects.toMatchObject({
      code: 'ERR_INVALID_OPTION',
    });
  });

  it('rejects where there is no such process', async () => {
    using proc = procfs({ 'self/mountinfo': hosts.systemdV2.mountinfo });
    await expect(cgroupsOf(7, { procRoot: proc.path })).rejects.toMatchObject({
      code: 'ERR_CONTAINER_NOT_RUNNING',
    });
  });

  it('says so where there is no procfs', async () => {
    using proc = procfs({ 'self/cgroup': '0::/\n' });
    await expect(cgroupsOf('self', { procRoot: proc.path })).rejects.toMatchObject({
      code: 'ERR_NOT_SUPPORTED',
    });
  });
});

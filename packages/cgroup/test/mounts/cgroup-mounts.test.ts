import { describe, expect, it } from 'vitest';
import { cgroupMountsFrom } from '../../src/mounts/cgroup-mounts.ts';
import * as hosts from '../fixtures/hosts.ts';

const at = (mountPoint: string, root = '/') => ({ mountPoint, root });

describe('cgroupMountsFrom', () => {
  it('tells a v2 host, whose tree is the only one', () => {
    const mounts = cgroupMountsFrom(hosts.systemdV2.mountinfo);
    expect(mounts).toEqual({ version: 'v2', unified: at('/sys/fs/cgroup'), v1: new Map() });
  });

  it('tells a v1 host and takes none of the other options for a controller', () => {
    const { version, unified, v1 } = cgroupMountsFrom(hosts.v1.mountinfo);
    expect(version).toBe('v1');
    expect(unified).toBeUndefined();
    expect([...v1.keys()]).toEqual(['name=openrc', 'cpuset', 'memory']);
  });

  it('tells a hybrid host and lists each of the controllers that share a mount', () => {
    const { version, unified, v1 } = cgroupMountsFrom(hosts.systemdHybrid.mountinfo);
    expect(version).toBe('hybrid');
    expect(unified).toEqual(at('/sys/fs/cgroup/unified'));
    expect(v1.get('cpu')).toEqual(at('/sys/fs/cgroup/cpu,cpuacct'));
    expect(v1.get('cpuacct')).toEqual(v1.get('cpu'));
    expect(v1.get('name=systemd')).toEqual(at('/sys/fs/cgroup/systemd'));
    expect(v1.has('xattr')).toBe(false);
  });

  it('calls a host v2 that has nothing but a named hierarchy beside the v2 tree', () => {
    const named = '61 28 0:51 / /run/named rw - cgroup cgroup rw,none,name=systemd';
    expect(cgroupMountsFrom(`${hosts.systemdV2.mountinfo}${named}\n`).version).toBe('v2');
    expect(cgroupMountsFrom(hosts.v2WithNetCls.mountinfo).version).toBe('hybrid');
  });

  it('gives the roots of bind mounts', () => {
    const { v1 } = cgroupMountsFrom(hosts.dockerV1.mountinfo);
    expect(v1.get('memory')).toEqual(at('/sys/fs/cgroup/memory', '/docker/4f2a'));
  });

  it('prefers the mount of a whole tree to that of a part, and else the first', () => {
    const part = '24 22 0:26 /part /sys/fs/part rw - cgroup2 cgroup2 rw';
    const twice = '70 28 0:26 / /mnt/again rw - cgroup2 cgroup2 rw';
    const { unified } = cgroupMountsFrom(`${part}\n${hosts.systemdV2.mountinfo}${twice}\n`);
    expect(unified).toEqual(at('/sys/fs/cgroup'));
  });

  it('takes none of the mounts of a CRIU that restores meanwhile, which are of whole trees', () => {
    const passing = [
      '90 28 0:60 / /tmp/w/.criu.cgyard.x1 rw - tmpfs none rw',
      '91 90 0:31 / /tmp/w/.criu.cgyard.x1/memory rw - cgroup none rw,memory',
      '92 90 0:61 / /tmp/w/.criu.cgyard.x1/hugetlb rw - cgroup none rw,hugetlb',
    ].join('\n');
    const { mountinfo } = hosts.dockerV1;
    expect(cgroupMountsFrom(`${mountinfo}${passing}\n`)).toEqual(cgroupMountsFrom(mountinfo));
  });

  it('finds nothing on a host without cgroups', () => {
    expect(cgroupMountsFrom('28 1 8:1 / / rw - ext4 /dev/sda1 rw')).toEqual({ version: 'v1', v1: new Map() });
  });
});

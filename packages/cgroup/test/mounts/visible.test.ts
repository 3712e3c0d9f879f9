import { describe, expect, it } from 'vitest';
import { cgroupMountsFrom } from '../../src/mounts/cgroup-mounts.ts';
import { systemdHybrid } from '../fixtures/hosts.ts';

describe('a mount that another hides', () => {
  const over = '90 22 0:60 / /sys rw - sysfs sysfs rw';
  const stacked = '91 31 0:61 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw';

  it('is not given where a file system was mounted on a directory further up', () => {
    expect(cgroupMountsFrom(`${systemdHybrid.mountinfo}${over}\n`)).toEqual({ version: 'v1', v1: new Map() });
  });

  it('is not given where another was stacked on its parent, which is given itself', () => {
    const mounts = cgroupMountsFrom(`${systemdHybrid.mountinfo}${stacked}\n`);
    expect(mounts).toEqual({
      version: 'v2',
      unified: { mountPoint: '/sys/fs/cgroup', root: '/' },
      v1: new Map(),
    });
  });

  it('is not given where another controller was stacked on the same place', () => {
    const again = '92 38 0:62 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,hugetlb';
    const { v1 } = cgroupMountsFrom(`${systemdHybrid.mountinfo}${again}\n`);
    expect(v1.has('memory')).toBe(false);
    expect(v1.get('hugetlb')).toEqual({ mountPoint: '/sys/fs/cgroup/memory', root: '/' });
  });

  it('is given where only a directory of a like name was mounted over', () => {
    const beside = '93 31 0:63 / /sys/fs/cgroup/mem rw - tmpfs tmpfs rw';
    expect(cgroupMountsFrom(`${systemdHybrid.mountinfo}${beside}\n`).v1.has('memory')).toBe(true);
  });

  it('is found where the process’s root is no mount of the list (chroot)', () => {
    const { version } = cgroupMountsFrom('29 22 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n');
    expect(version).toBe('v2');
  });

  it('is found where the namespace’s root names itself as its parent', () => {
    const text = '1 1 0:1 / / rw - rootfs rootfs rw\n29 1 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n';
    expect(cgroupMountsFrom(text).version).toBe('v2');
  });
});

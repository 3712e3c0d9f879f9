import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseMountinfo } from '../../src/mounts/mountinfo.ts';

describe('parseMountinfo', () => {
  it('reads a line with any number of optional fields', () => {
    const line = (optional: string) =>
      `36 35 98:0 /mnt1 /mnt2 rw,noatime ${optional}- ext3 /dev/root rw,errors=continue`;
    for (const optional of ['', 'shared:1 ', 'master:1 propagate_from:2 unbindable ']) {
      expect(parseMountinfo(line(optional))).toEqual([
        {
          id: 36,
          parent: 35,
          root: '/mnt1',
          mountPoint: '/mnt2',
          type: 'ext3',
          options: ['rw', 'errors=continue'],
        },
      ]);
    }
  });

  it('decodes the octal escapes of space, tab, newline and backslash', () => {
    const [mount] = parseMountinfo(
      '1 0 0:1 /a\\040b\\134040 /x\\011y\\012z\\134 rw - cgroup cgroup rw,memory',
    );
    expect(mount).toMatchObject({ root: '/a b\\040', mountPoint: '/x\ty\nz\\' });
  });

  it('leaves out what is not a line of mountinfo', () => {
    expect(parseMountinfo('')).toEqual([]);
    expect(parseMountinfo('\nnonsense\n1 2 3\n1 0 0:1 / /x rw shared:1\n')).toEqual([]);
  });

  it.skipIf(process.platform !== 'linux')(
    'finds the root and proc in this process’s own (needs Linux)',
    () => {
      const points = parseMountinfo(readFileSync('/proc/self/mountinfo', 'utf8')).map(
        ({ mountPoint }) => mountPoint,
      );
      expect(points).toContain('/');
      expect(points).toContain('/proc');
    },
  );
});

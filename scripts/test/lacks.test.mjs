import { expect, it } from 'vitest';
import { lacksOf } from './lacks.mjs';

const debian = { linux: true, root: true, apt: true, node: '24.0.0' };
const v1 = '30 25 0:26 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory\n';
const v2 = '31 25 0:27 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw\n';
const pressure = 'some avg10=0.00\n';

it('is little on a host of every kind', () => {
  expect(lacksOf(debian, true, v1 + v2, pressure, true, true, true, true)).toEqual(['pure cgroup v2']);
});

it('tells the mounts of cgroups apart', () => {
  expect(lacksOf(debian, true, v2, pressure, true, true, true, true)).toEqual(['cgroup v1']);
  expect(lacksOf(debian, true, v1, pressure, true, true, true, true)).toEqual([
    'cgroup v2',
    'pure cgroup v2',
  ]);
  const systemds = v1.replace('rw,memory', 'rw,name=systemd');
  expect(lacksOf(debian, true, systemds + v2, pressure, true, true, true, true)).toEqual([
    'cgroup v1',
    'pure cgroup v2',
  ]);
});

it('tells who may do less, and where less is installed', () => {
  expect(lacksOf(debian, true, v1 + v2, pressure, true, true, false, true)).toEqual([
    'CRIU',
    'pure cgroup v2',
  ]);
  expect(lacksOf({ ...debian, root: false }, true, v2, pressure, true, true, true, true)).toEqual([
    'root',
    'cgroup v1',
    'PSI',
  ]);
  expect(lacksOf(debian, false, v2, '', true, true, true, true)).toEqual(['runc', 'cgroup v1', 'PSI']);
});

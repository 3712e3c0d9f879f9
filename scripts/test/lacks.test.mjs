import { expect, it } from 'vitest';
import { lacksOf } from './lacks.mjs';

const debian = { linux: true, root: true, apt: true, node: '24.0.0' };
const v1 = '30 25 0:26 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory\n';
const v2 = '31 25 0:27 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw\n';

const there = () => true;
const missing = () => false;

/** A host with everything and both cgroups, but for what a test changes. */
const host = (changed = {}) => ({
  host: () => debian,
  mountinfo: () => v1 + v2,
  pressure: () => 'some avg10=0.00\n',
  runc: there,
  crun: there,
  runsc: there,
  criu: there,
  cc: there,
  redis: there,
  postgres: there,
  dockerd: there,
  python: there,
  tmux: there,
  ...changed,
});

it('is little on a host of every kind', () => {
  expect(lacksOf(host())).toEqual(['pure cgroup v2']);
});

it('tells the mounts of cgroups apart', () => {
  expect(lacksOf(host({ mountinfo: () => v2 }))).toEqual(['cgroup v1']);
  expect(lacksOf(host({ mountinfo: () => v1 }))).toEqual(['cgroup v2', 'pure cgroup v2']);
  const systemds = v1.replace('rw,memory', 'rw,name=systemd') + v2;
  expect(lacksOf(host({ mountinfo: () => systemds }))).toEqual(['cgroup v1', 'pure cgroup v2']);
});

it.each([
  ['runc', 'runc'],
  ['crun', 'crun'],
  ['runsc', 'runsc'],
  ['criu', 'CRIU'],
  ['cc', 'C compiler'],
  ['redis', 'Redis'],
  ['postgres', 'PostgreSQL'],
  ['dockerd', 'dockerd'],
  ['python', 'Python'],
  ['tmux', 'tmux'],
])('tells that %s is not installed', (fact, name) => {
  expect(lacksOf(host({ [fact]: missing }))).toEqual([name, 'pure cgroup v2']);
});

it('tells who may do less', () => {
  const user = { host: () => ({ ...debian, root: false }), mountinfo: () => v2 };
  expect(lacksOf(host(user))).toEqual(['root', 'cgroup v1', 'PSI']);
  expect(lacksOf(host({ pressure: () => '' }))).toEqual(['pure cgroup v2', 'PSI']);
});

it('finds the facts of this host', () => {
  expect(Array.isArray(lacksOf())).toBe(true);
});

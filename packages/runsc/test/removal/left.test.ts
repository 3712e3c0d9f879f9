import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { leftOf } from '../../src/removal/left.ts';
import type { Recorded } from '../../src/state-file.ts';

const dir = mkdtempSync(join(tmpdir(), 'runsc-left-'));
afterAll(() => rmSync(dir, { recursive: true }));

const id = 'a1';
const stateDir = join(dir, 'state', id);
const rootfs = join(dir, 'rootfs');
const at = (name: string): string => join(stateDir, name);
const [state, lock, socket] = [at('a1_sandbox:a1.state'), at('a1_sandbox:a1.lock'), at('runsc-a1.sock')];
const store = join(rootfs, '.gvisor.filestore.a1');
for (const path of [stateDir, rootfs]) mkdirSync(path, { recursive: true });
for (const path of [state, lock, socket, store, at('caisson.json')]) writeFileSync(path, '');

const v2 = { mountpoint: '/sys/fs/cgroup', path: '/a/b', own: ['/sys/fs/cgroup/a', '/sys/fs/cgroup/a/b'] };

// As runsc 20260224 writes it.
const record = {
  id,
  spec: { ociVersion: '1.0.2', root: { path: rootfs }, mounts: [{ destination: '/proc', source: 'proc' }] },
  bundleDir: '/b',
  status: 'running',
  goferPid: 2,
  sandbox: {
    id,
    pid: 1,
    cgroup: {
      cgroupv1: { name: '/a1', parents: { memory: '/up' }, own: { cpu: true, memory: true, pids: false } },
    },
    controlSocketPath: socket,
    mountHints: { mounts: {} },
    checkpointed: false,
  },
  compatCgroup: { cgroupunknown: null },
  goferMountConfs: [{ upper: 2 }],
} as Recorded;

const changed = (change: object): Recorded => ({ ...record, ...change });
const inSandbox = (change: object): Recorded => changed({ sandbox: { ...record.sandbox, ...change } });
const inSpec = (change: object): Recorded => changed({ spec: { ...record.spec, ...change } });

describe('what a record says is left', () => {
  it('is the cgroups that runsc has made itself, its files, and the file of the writes', () => {
    const cgroups = ['/sys/fs/cgroup/cpu/a1', '/sys/fs/cgroup/memory/up/a1'];
    expect(leftOf(id, stateDir, record)).toEqual({
      cgroups,
      upper: [],
      files: [socket, state, lock, store],
    });
  });

  it('is on cgroup v2 its directory, and those above that it has made, which others may use', () => {
    const own = ['/sys/fs/cgroup/a', '/sys/fs/cgroup/a/b', '/sys/fs/cgroup/a/b/c'];
    const { cgroups, upper } =
      leftOf(id, stateDir, inSandbox({ cgroup: { cgroupv2: { ...v2, own } } })) ?? {};
    expect([cgroups, upper]).toEqual([[own[2]], [own[1], own[0]]]);
    const found = { cgroupv2: { ...v2, own: null } };
    expect(leftOf(id, stateDir, inSandbox({ cgroup: found }))?.cgroups).toEqual([]);
  });

  it('is no cgroup where it has none', () => {
    expect(leftOf(id, stateDir, inSandbox({ cgroup: { cgroupunknown: null } }))?.cgroups).toEqual([]);
  });

  it.each([
    ['has a field to come', changed({ volumes: [] })],
    ['has a field to come of the sandbox', inSandbox({ helperPid: 3 })],
    ['is of a container in another’s sandbox', inSandbox({ id: 'a2' })],
    ['was destroyed by half', changed({ sandbox: null })],
    ['has mounts that containers share', inSandbox({ mountHints: { mounts: { data: {} } } })],
    ['has hooks for the end', inSpec({ hooks: { poststop: [{ path: '/bin/true' }] } })],
    ['has a cgroup of its own in a pod’s', changed({ compatCgroup: record.sandbox?.cgroup })],
    ['has systemd’s cgroup', inSandbox({ cgroup: { cgroupsystemd: { path: '/a.slice' } } })],
    ['has a cgroup of a kind to come', inSandbox({ cgroup: { cgroupv3: {} } })],
    ['has a field to come of its cgroup', inSandbox({ cgroup: { cgroupv2: { ...v2, threads: [] } } })],
    ['has its socket elsewhere', inSandbox({ controlSocketPath: '/run/runsc-a1.sock' })],
    ['has writes in a file of a mount', changed({ goferMountConfs: [{ upper: 2 }, { upper: 2 }] })],
    ['tells of no file of writes, and there is one', changed({ goferMountConfs: [{ upper: 1 }] })],
    ['has a mount in which there is one', inSpec({ mounts: [{ destination: '/a', source: rootfs }] })],
    ['tells of one, and there is none', inSpec({ root: { path: dir } })],
    ['has a root that it does not tell', inSpec({ root: { path: 'rootfs' } })],
  ])('is runsc’s to tell where the record %s', (_what, other) => {
    expect(leftOf(id, stateDir, other)).toBeUndefined();
  });

  it('is runsc’s to tell where a file is there that is not known', () => {
    writeFileSync(at('unknown'), '');
    expect(leftOf(id, stateDir, record)).toBeUndefined();
    rmSync(at('unknown'));
    expect(leftOf(id, stateDir, record)).toBeDefined();
  });
});

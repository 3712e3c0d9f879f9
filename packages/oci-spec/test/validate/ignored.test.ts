import type { Spec } from '@caisson/core';
import { isRuntimeError } from '@caisson/errors';
import { describe, expect, test } from 'vitest';
import { baseSpec, type HostTraits, ignoredFields, pipe, rootfsPropagation } from '../../src/index.ts';
import { everything } from '../fixtures/everything.ts';

const v1: HostTraits = { cgroup: 1, selinux: true, apparmor: true, rdt: true, bfq: true };
const v2: HostTraits = { cgroup: 2, selinux: false, apparmor: false, rdt: false, bfq: false };

/** Every field at once, with values that ask for something. */
const spec: Spec = {
  ...everything,
  linux: {
    ...everything.linux,
    resources: {
      ...everything.linux?.resources,
      cpu: { burst: 1, idle: 1, realtimeRuntime: 1 },
      memory: { kernel: 1, kernelTCP: 1, useHierarchy: false, swappiness: 10, disableOOMKiller: true },
    },
  },
};

const always = ['process.commandLine', 'process.user.username', 'linux.resources.memory.kernel', 'vm'];
const byRunc = [...always, 'linux.resources.memory.kernelTCP', 'linux.resources.memory.useHierarchy'];
const byCrun = [...always, 'process.execCPUAffinity', 'linux.resources.rdma'];
const onV2 = [
  'memory.swappiness',
  'memory.disableOOMKiller',
  'network',
  'cpu.realtimeRuntime',
  'blockIO.leafWeight',
  'blockIO.weightDevice',
  'blockIO.weightDevice[].leafWeight',
].map((name) => `linux.resources.${name}`);

describe('ignoredFields tells what a release would silently ignore', () => {
  test.each<['runc' | 'crun', string, HostTraits, readonly string[]]>([
    [
      'runc',
      '1.1.5+ds1',
      v1,
      [
        ...byRunc,
        'domainname',
        'process.scheduler',
        'process.ioPriority',
        'process.execCPUAffinity',
        'mounts[0].uidMappings',
        'linux.personality',
        'linux.timeOffsets',
        'linux.netDevices',
        'linux.memoryPolicy',
        'linux.intelRdt.schemata',
        'linux.intelRdt.enableMonitoring',
        'linux.resources.cpu.burst',
        'linux.resources.cpu.idle',
      ],
    ],
    [
      'runc',
      '1.2.0-rc.1',
      v2,
      [
        ...byRunc,
        ...onV2,
        'process.execCPUAffinity',
        'linux.netDevices',
        'linux.memoryPolicy',
        'linux.intelRdt.closID',
        'linux.intelRdt.schemata',
        'linux.intelRdt.enableMonitoring',
      ],
    ],
    ['runc', '1.4.0', v1, byRunc],
    [
      'crun',
      '1.8.1',
      v1,
      [
        ...byCrun,
        'process.scheduler',
        'process.ioPriority',
        'linux.timeOffsets',
        'linux.netDevices',
        'linux.memoryPolicy',
        'linux.intelRdt',
        'linux.intelRdt.schemata',
        'linux.intelRdt.enableMonitoring',
        'linux.resources.cpu.burst',
      ],
    ],
    ['crun', '1.28', v1, byCrun],
    [
      'crun',
      '1.28',
      v2,
      [
        ...byCrun,
        'process.apparmorProfile',
        'linux.mountLabel',
        'linux.resources.blockIO.weightDevice[].leafWeight',
      ],
    ],
  ])('%s %s', (runtime, version, host, paths) => {
    const told = ignoredFields(spec, runtime, version, host).map(({ path }) => path);
    expect([...told].sort()).toEqual([...paths].sort());
    expect(ignoredFields(baseSpec(runtime), runtime, version, host)).toEqual([]);
  });

  test('a field that was mended in several series is heeded from each mend on', () => {
    const shared = pipe(baseSpec('runc'), rootfsPropagation('rshared'));
    const versions = ['1.1.15', '1.2.6', '1.2.7', '1.3.0', '1.3.1', '1.4.0', '2.0'];
    expect(versions.filter((version) => ignoredFields(shared, 'runc', version, v1).length > 0)).toEqual([
      '1.1.15',
      '1.2.6',
      '1.3.0',
    ]);
  });

  test('an option that no bind mount has is named: the kernel lets it pass', () => {
    const bind = { destination: '/a', source: '/b', type: 'none', options: ['rbind', 'readonly'] };
    const typed: Spec = { ...baseSpec('crun'), mounts: [{ destination: '/c' }, bind] };
    expect(ignoredFields(typed, 'crun', '1.28', v1)).toEqual([
      {
        path: 'mounts[1].options (readonly)',
        wrong: 'crun 1.28 ignores it',
        right: 'options that a bind mount has: ro, nosuid, \u2026',
      },
    ]);
    expect(ignoredFields(typed, 'runc', '1.1.5', v1)).toHaveLength(1);
    // Later releases refuse it themselves.
    expect(ignoredFields(typed, 'runc', '1.3.6', v1)).toEqual([]);
  });

  test('a version that is none is an error', () => {
    try {
      ignoredFields(spec, 'runc', 'latest');
      expect.unreachable();
    } catch (error) {
      expect(isRuntimeError(error, 'ERR_INVALID_OPTION')).toBe(true);
    }
  });
});

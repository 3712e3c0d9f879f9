import type { LinuxIntelRdt, Spec } from '@caisson/core';
import type { Ignorable } from './ignorable.ts';

const rdt =
  (isSet: (settings: LinuxIntelRdt) => unknown) =>
  ({ linux }: Spec): boolean =>
    linux?.intelRdt !== undefined && Boolean(isSet(linux.intelRdt));

export const ofLinux: readonly Ignorable[] = [
  {
    path: 'linux.personality',
    isSet: ({ linux }) => linux?.personality !== undefined && linux.personality.domain !== 'LINUX',
    runc: ['1.2.0'],
    crun: 'always',
  },
  {
    path: 'linux.personality.flags',
    isSet: ({ linux }) => (linux?.personality?.flags ?? []).length > 0,
    runc: 'never',
    crun: 'never',
  },
  {
    path: 'linux.timeOffsets',
    isSet: ({ linux }) => linux?.timeOffsets !== undefined,
    runc: ['1.2.0'],
    crun: ['1.8.4'],
  },
  {
    path: 'linux.netDevices',
    isSet: ({ linux }) => Object.keys(linux?.netDevices ?? {}).length > 0,
    runc: ['1.4.0'],
    crun: ['1.22'],
  },
  {
    path: 'linux.memoryPolicy',
    isSet: ({ linux }) => linux?.memoryPolicy !== undefined,
    runc: ['1.4.0'],
    crun: ['1.24'],
  },
  {
    path: 'linux.rootfsPropagation',
    isSet: ({ linux }) => /^r?shared$/.test(linux?.rootfsPropagation ?? ''),
    runc: ['1.2.7', '1.3.1'],
    crun: 'always',
  },
  {
    path: 'linux.mountLabel',
    isSet: ({ linux }) => Boolean(linux?.mountLabel),
    runc: 'always',
    crun: 'never',
    where: ({ selinux }) => !selinux,
  },
  {
    path: 'linux.intelRdt',
    isSet: ({ linux }) => linux?.intelRdt !== undefined,
    runc: 'always',
    crun: ['1.10'],
  },
  {
    path: 'linux.intelRdt.closID',
    isSet: rdt(({ closID }) => closID),
    runc: ['1.4.0'],
    crun: 'always',
    where: (host) => !host.rdt,
  },
  {
    path: 'linux.intelRdt.schemata',
    isSet: rdt(({ schemata = [] }) => schemata.length > 0),
    runc: ['1.4.0'],
    crun: ['1.22'],
  },
  {
    path: 'linux.intelRdt.enableMonitoring',
    isSet: rdt(({ enableMonitoring }) => enableMonitoring),
    runc: ['1.4.0'],
    crun: ['1.24'],
  },
];

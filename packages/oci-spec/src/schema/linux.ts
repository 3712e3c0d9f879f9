import type {
  Linux,
  LinuxDevice,
  LinuxIntelRdt,
  LinuxMemoryPolicy,
  LinuxNamespace,
  LinuxNetDevice,
  LinuxPersonality,
  LinuxRootfsPropagation,
  LinuxTimeOffset,
  LinuxTimeOffsets,
} from '@caisson/core';
import { idMappings } from './mounts.ts';
import { resources } from './resources.ts';
import { seccomp } from './seccomp.ts';
import { byKey, listOf, maybe, members, oneOf, type Shape } from './shape.ts';
import { fileMode, flag, int64, matching, text, textByKey, texts, uint32 } from './values.ts';

const namespace: Shape<LinuxNamespace> = members<LinuxNamespace>({
  type: oneOf('pid', 'network', 'mount', 'ipc', 'uts', 'user', 'cgroup', 'time'),
  path: maybe(text),
});

const device: Shape<LinuxDevice> = members<LinuxDevice>({
  path: text,
  type: oneOf('b', 'c', 'u', 'p'),
  major: maybe(int64),
  minor: maybe(int64),
  fileMode: maybe(fileMode),
  uid: maybe(uint32),
  gid: maybe(uint32),
});

const offset: Shape<LinuxTimeOffset> = members<LinuxTimeOffset>({
  secs: maybe(int64),
  nanosecs: maybe(uint32),
});

export const intelRdt: Shape<LinuxIntelRdt> = members<LinuxIntelRdt>({
  closID: maybe(text),
  schemata: maybe(texts),
  l3CacheSchema: maybe(text),
  memBwSchema: maybe(matching(/^MB:[^\n]*$/, "a line such as 'MB:0=20;1=70'")),
  enableMonitoring: maybe(flag),
});

export const memoryPolicy: Shape<LinuxMemoryPolicy> = members<LinuxMemoryPolicy>({
  mode: maybe(
    oneOf(
      'MPOL_DEFAULT',
      'MPOL_BIND',
      'MPOL_INTERLEAVE',
      'MPOL_WEIGHTED_INTERLEAVE',
      'MPOL_PREFERRED',
      'MPOL_PREFERRED_MANY',
      'MPOL_LOCAL',
    ),
  ),
  nodes: maybe(text),
  flags: maybe(listOf(oneOf('MPOL_F_NUMA_BALANCING', 'MPOL_F_RELATIVE_NODES', 'MPOL_F_STATIC_NODES'))),
});

export const personality: Shape<LinuxPersonality> = members<LinuxPersonality>({
  domain: maybe(oneOf('LINUX', 'LINUX32')),
  flags: maybe(texts),
});

export const timeOffsets: Shape<LinuxTimeOffsets> = members<LinuxTimeOffsets>({
  boottime: maybe(offset),
  monotonic: maybe(offset),
});

export const rootfsPropagation: Shape<LinuxRootfsPropagation> = oneOf(
  'private',
  'shared',
  'slave',
  'unbindable',
  'rprivate',
  'rshared',
  'rslave',
  'runbindable',
);

export const linux: Shape<Linux> = members<Linux>({
  namespaces: maybe(listOf(namespace)),
  uidMappings: maybe(idMappings),
  gidMappings: maybe(idMappings),
  timeOffsets: maybe(timeOffsets),
  devices: maybe(listOf(device)),
  netDevices: maybe(byKey(members<LinuxNetDevice>({ name: maybe(text) }))),
  cgroupsPath: maybe(text),
  resources: maybe(resources),
  rootfsPropagation: maybe(rootfsPropagation),
  seccomp: maybe(seccomp),
  sysctl: maybe(textByKey),
  maskedPaths: maybe(texts),
  readonlyPaths: maybe(texts),
  mountLabel: maybe(text),
  intelRdt: maybe(intelRdt),
  memoryPolicy: maybe(memoryPolicy),
  personality: maybe(personality),
});

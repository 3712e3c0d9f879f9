import type { LinuxMemory, LinuxResources, Spec } from '@caisson/core';
import type { HostTraits } from './host-traits.ts';
import type { Ignorable } from './ignorable.ts';

const resource =
  (isSet: (resources: LinuxResources) => unknown) =>
  ({ linux }: Spec): boolean =>
    linux?.resources !== undefined && Boolean(isSet(linux.resources));
const memory = (isSet: (settings: LinuxMemory) => unknown): ((spec: Spec) => boolean) =>
  resource((resources) => resources.memory && isSet(resources.memory));
const isLimit = (value: number | undefined): boolean => value !== undefined && value >= 0;
const onV2 = ({ cgroup }: HostTraits): boolean => cgroup === 2;

export const ofResources: readonly Ignorable[] = [
  {
    path: 'linux.resources.cpu.burst',
    isSet: resource(({ cpu }) => cpu?.burst),
    runc: ['1.2.0'],
    crun: ['1.11'],
  },
  {
    path: 'linux.resources.cpu.idle',
    isSet: resource(({ cpu }) => cpu?.idle),
    runc: ['1.2.0'],
    crun: 'always',
  },
  // Linux 5.16 and later ignore it too, so that what crun writes has no effect.
  {
    path: 'linux.resources.memory.kernel',
    isSet: memory(({ kernel }) => isLimit(kernel)),
    runc: 'never',
    crun: 'never',
    instead: 'memory.limit, which holds kernel memory too',
  },
  {
    path: 'linux.resources.memory.kernelTCP',
    isSet: memory(({ kernelTCP }) => isLimit(kernelTCP)),
    runc: 'never',
    crun: 'always',
  },
  {
    path: 'linux.resources.memory.useHierarchy',
    isSet: memory(({ useHierarchy }) => useHierarchy === false),
    runc: 'never',
    crun: 'always',
  },
  {
    path: 'linux.resources.rdma',
    isSet: resource(({ rdma = {} }) => Object.keys(rdma).length > 0),
    runc: 'always',
    crun: 'never',
  },
  {
    path: 'linux.resources.memory.swappiness',
    isSet: memory(({ swappiness }) => swappiness !== undefined),
    runc: 'never',
    crun: 'always',
    where: onV2,
  },
  {
    path: 'linux.resources.memory.disableOOMKiller',
    isSet: memory(({ disableOOMKiller }) => disableOOMKiller),
    runc: 'never',
    crun: 'always',
    where: onV2,
  },
  {
    path: 'linux.resources.network',
    isSet: resource(({ network }) => network?.classID || network?.priorities?.length),
    runc: 'never',
    crun: 'always',
    where: onV2,
  },
  {
    path: 'linux.resources.cpu.realtimeRuntime',
    isSet: resource(({ cpu }) => cpu?.realtimeRuntime || cpu?.realtimePeriod),
    runc: 'never',
    crun: 'always',
    where: onV2,
  },
  {
    path: 'linux.resources.blockIO.leafWeight',
    isSet: resource(({ blockIO }) => blockIO?.leafWeight),
    runc: 'never',
    crun: 'always',
    where: onV2,
  },
  {
    path: 'linux.resources.blockIO.weightDevice',
    isSet: resource(({ blockIO }) => blockIO?.weightDevice?.some(({ weight }) => weight)),
    runc: 'never',
    crun: 'always',
    where: (host) => host.cgroup === 2 && !host.bfq,
  },
  {
    path: 'linux.resources.blockIO.weightDevice[].leafWeight',
    isSet: resource(({ blockIO }) => blockIO?.weightDevice?.some(({ leafWeight }) => leafWeight)),
    runc: 'never',
    crun: 'never',
    where: onV2,
  },
];

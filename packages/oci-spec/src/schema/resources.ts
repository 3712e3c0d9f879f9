import type {
  LinuxBlockIO,
  LinuxCPU,
  LinuxDeviceCgroup,
  LinuxHugepageLimit,
  LinuxInterfacePriority,
  LinuxMemory,
  LinuxNetwork,
  LinuxPids,
  LinuxRdma,
  LinuxResources,
  LinuxThrottleDevice,
  LinuxWeightDevice,
} from '@caisson/core';
import { byKey, listOf, maybe, members, type Shape } from './shape.ts';
import { flag, int64, matching, text, textByKey, uint16, uint32, uint64 } from './values.ts';

const deviceRule: Shape<LinuxDeviceCgroup> = members<LinuxDeviceCgroup>({
  allow: flag,
  type: maybe(text),
  major: maybe(int64),
  minor: maybe(int64),
  access: maybe(text),
});

export const memory: Shape<LinuxMemory> = members<LinuxMemory>({
  limit: maybe(int64),
  reservation: maybe(int64),
  swap: maybe(int64),
  kernel: maybe(int64),
  kernelTCP: maybe(int64),
  swappiness: maybe(uint64),
  disableOOMKiller: maybe(flag),
  useHierarchy: maybe(flag),
  checkBeforeUpdate: maybe(flag),
});

export const cpu: Shape<LinuxCPU> = members<LinuxCPU>({
  shares: maybe(uint64),
  quota: maybe(int64),
  burst: maybe(uint64),
  period: maybe(uint64),
  realtimeRuntime: maybe(int64),
  realtimePeriod: maybe(uint64),
  cpus: maybe(text),
  mems: maybe(text),
  idle: maybe(int64),
});

const throttles: Shape<readonly LinuxThrottleDevice[]> = listOf(
  members<LinuxThrottleDevice>({ major: int64, minor: int64, rate: maybe(uint64) }),
);

const weights: Shape<readonly LinuxWeightDevice[]> = listOf(
  members<LinuxWeightDevice>({
    major: int64,
    minor: int64,
    weight: maybe(uint16),
    leafWeight: maybe(uint16),
  }),
);

export const blockIO: Shape<LinuxBlockIO> = members<LinuxBlockIO>({
  weight: maybe(uint16),
  leafWeight: maybe(uint16),
  weightDevice: maybe(weights),
  throttleReadBpsDevice: maybe(throttles),
  throttleWriteBpsDevice: maybe(throttles),
  throttleReadIOPSDevice: maybe(throttles),
  throttleWriteIOPSDevice: maybe(throttles),
});

const hugepages: Shape<LinuxHugepageLimit> = members<LinuxHugepageLimit>({
  pageSize: matching(/^[1-9][0-9]*[KMG]B$/, "a size such as '2MB' or '1GB'"),
  limit: uint64,
});

const network: Shape<LinuxNetwork> = members<LinuxNetwork>({
  classID: maybe(uint32),
  priorities: maybe(listOf(members<LinuxInterfacePriority>({ name: text, priority: uint32 }))),
});

export const rdma: Shape<LinuxRdma> = members<LinuxRdma>({
  hcaHandles: maybe(uint32),
  hcaObjects: maybe(uint32),
});

export const resources: Shape<LinuxResources> = members<LinuxResources>({
  devices: maybe(listOf(deviceRule)),
  memory: maybe(memory),
  cpu: maybe(cpu),
  pids: maybe(members<LinuxPids>({ limit: int64 })),
  blockIO: maybe(blockIO),
  hugepageLimits: maybe(listOf(hugepages)),
  network: maybe(network),
  rdma: maybe(byKey(rdma)),
  unified: maybe(textByKey),
});

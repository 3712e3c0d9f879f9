import type { CpuStats } from '@caisson/core';
import { readKernelFile } from '../kernel-file.ts';
import type { ProcessCgroups } from '../paths/process-cgroups.ts';
import { known, parseCount, parseNs, valueAt } from './values.ts';

/** In nanoseconds. What is unlimited or not counted is absent. */
export interface CpuReading extends Partial<CpuStats> {
  /** Of one cgroup's own quota: 1.5 is one and a half processors. */
  readonly limitCpus?: number | undefined;
}

type Throttling = CpuReading['throttling'];

const throttlingIn = (stat: string | undefined, key: string, unitNs: bigint): Throttling => {
  const periods = parseCount(valueAt(stat, 'nr_periods'));
  const throttledPeriods = parseCount(valueAt(stat, 'nr_throttled'));
  const throttledNs = parseNs(valueAt(stat, key), unitNs);
  if (periods === undefined || throttledPeriods === undefined || throttledNs === undefined) return undefined;
  return { periods, throttledPeriods, throttledNs };
};

// Both -1 (v1) and max (v2) are no count, and so no limit.
const cpusOf = (quota: string | undefined, period: string | undefined): number | undefined => {
  const [time, of] = [parseCount(quota), parseCount(period)];
  return time === undefined || of === undefined || of === 0 ? undefined : time / of;
};

const readV2 = (path: string): CpuReading => {
  const stat = readKernelFile(`${path}/cpu.stat`);
  const [quota, period] = readKernelFile(`${path}/cpu.max`)?.trim().split(' ') ?? [];
  return known<CpuReading>({
    usageNs: parseNs(valueAt(stat, 'usage_usec'), 1000n),
    userNs: parseNs(valueAt(stat, 'user_usec'), 1000n),
    systemNs: parseNs(valueAt(stat, 'system_usec'), 1000n),
    throttling: throttlingIn(stat, 'throttled_usec', 1000n),
    limitCpus: cpusOf(quota, period),
  });
};

const readV1 = (cpu: string | undefined, cpuacct: string | undefined): CpuReading => {
  const inAccounting = (name: string) => cpuacct && readKernelFile(`${cpuacct}/${name}`);
  const inCpu = (name: string) => cpu && readKernelFile(`${cpu}/${name}`);
  return known<CpuReading>({
    usageNs: parseNs(inAccounting('cpuacct.usage'), 1n),
    // Nanoseconds since kernel 4.6; cpuacct.stat, the elder, counts hundredths of a second.
    userNs: parseNs(inAccounting('cpuacct.usage_user'), 1n),
    systemNs: parseNs(inAccounting('cpuacct.usage_sys'), 1n),
    throttling: throttlingIn(inCpu('cpu.stat'), 'throttled_time', 1n),
    limitCpus: cpusOf(inCpu('cpu.cfs_quota_us'), inCpu('cpu.cfs_period_us')),
  });
};

/**
 * A process's cgroups' processor time and limit. It takes them all, because on v1 the time and the limit may be in
 * two hierarchies (`cpuacct` and `cpu`). All absent where they are gone.
 * @throws `ERR_PERMISSION`
 */
export const readCpu = async (
  cgroups: Pick<ProcessCgroups, 'controller' | 'unified'>,
): Promise<CpuReading> => {
  const [cpu, cpuacct] = [cgroups.controller('cpu'), cgroups.controller('cpuacct')];
  if (cpu?.version === 1 || cpuacct?.version === 1) return readV1(cpu?.path, cpuacct?.path);
  // v2 counts every cgroup's time, the controller enabled or not.
  return cgroups.unified === undefined ? {} : readV2(cgroups.unified);
};

import { describe, expect, it } from 'vitest';
import type { Cgroup } from '../../src/index.ts';
import { readCpu } from '../../src/index.ts';
import { procfs } from '../fixtures/procfs.ts';

const only = (controllers: Readonly<Record<string, Cgroup>>, unified?: string) => ({
  controller: (name: string) => controllers[name],
  unified,
});

describe('readCpu', () => {
  it('turns v2’s microseconds into nanoseconds and its quota into processors', async () => {
    using dir = procfs({
      'cpu.stat':
        'usage_usec 1500\nuser_usec 1000\nsystem_usec 500\nnice_usec 0\nnr_periods 4\nnr_throttled 2\nthrottled_usec 70\n',
      'cpu.max': '150000 100000\n',
    });
    expect(await readCpu(only({ cpu: { version: 2, path: dir.path } }, dir.path))).toEqual({
      usageNs: 1_500_000n,
      userNs: 1_000_000n,
      systemNs: 500_000n,
      throttling: { periods: 4, throttledPeriods: 2, throttledNs: 70_000n },
      limitCpus: 1.5,
    });
  });

  it('reads v2’s times where the controller is off', async () => {
    using dir = procfs({ 'cpu.stat': 'usage_usec 1\nuser_usec 1\nsystem_usec 0\n' });
    expect(await readCpu(only({}, dir.path))).toEqual({ usageNs: 1000n, userNs: 1000n, systemNs: 0n });
  });

  it('puts v1’s two hierarchies together', async () => {
    using dir = procfs({
      'acct/cpuacct.usage': '9007199254740993\n',
      'acct/cpuacct.usage_user': '2\n',
      'acct/cpuacct.usage_sys': '1\n',
      'cpu/cpu.stat': 'nr_periods 4\nnr_throttled 2\nthrottled_time 70\n',
      'cpu/cpu.cfs_quota_us': '50000\n',
      'cpu/cpu.cfs_period_us': '100000\n',
    });
    const cpu: Cgroup = { version: 1, path: `${dir.path}/cpu` };
    const cpuacct: Cgroup = { version: 1, path: `${dir.path}/acct` };
    expect(await readCpu(only({ cpu, cpuacct }))).toEqual({
      usageNs: 9007199254740993n,
      userNs: 2n,
      systemNs: 1n,
      throttling: { periods: 4, throttledPeriods: 2, throttledNs: 70n },
      limitCpus: 0.5,
    });
  });

  it('leaves out a quota of -1 or max', async () => {
    using dir = procfs({
      'cpu.cfs_quota_us': '-1\n',
      'cpu.cfs_period_us': '100000\n',
      'cpu.max': 'max 100000\n',
    });
    expect(await readCpu(only({ cpu: { version: 1, path: dir.path } }))).toEqual({});
    expect(await readCpu(only({}, dir.path))).toEqual({});
  });
});

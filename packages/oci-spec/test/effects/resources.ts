import * as o from '../../src/index.ts';
import type { Effect } from './effect.ts';
import { cgroup, disk, hasController, isV1 } from './host.ts';

const [major, minor] = disk;
const at = (controller: string, ...files: readonly string[]): string =>
  `cd ${cgroup(controller)} && cat ${files.join(' ')}`;

const limits = o.blockIOLimits(major, minor, { readBytes: '1MiB', writeOperations: 100 });
const mem = `${64 << 20}\n`;

const onV1: readonly Effect[] = [
  ['memoryLimit', o.memoryLimit('64MiB'), at('memory', 'memory.limit_in_bytes'), mem],
  ['memoryReservation', o.memoryReservation('64MiB'), at('memory', 'memory.soft_limit_in_bytes'), mem],
  [
    'memoryAndSwapLimit',
    o.compose(o.memoryLimit('32MiB'), o.memoryAndSwapLimit('64MiB')),
    at('memory', 'memory.memsw.limit_in_bytes'),
    mem,
  ],
  ['memory: swappiness', o.memory({ swappiness: 11 }), at('memory', 'memory.swappiness'), '11\n'],
  ['memory: kernel memory', o.memory({ kernel: 64 << 20 }), at('memory', 'memory.kmem.limit_in_bytes'), mem],
  [
    'memory: TCP buffers',
    o.memory({ kernelTCP: 64 << 20 }),
    at('memory', 'memory.kmem.tcp.limit_in_bytes'),
    mem,
  ],
  [
    'memory: no OOM killer',
    o.memory({ disableOOMKiller: true, limit: 64 << 20 }),
    `${at('memory', 'memory.oom_control')} | head -1`,
    'oom_kill_disable 1\n',
  ],
  ['cpus', o.cpus(0.5), at('cpu', 'cpu.cfs_quota_us', 'cpu.cfs_period_us'), '50000\n100000\n'],
  ['cpuShares', o.cpuShares(512), at('cpu', 'cpu.shares'), '512\n'],
  ['cpu: idle', o.cpu({ idle: 1 }), at('cpu', 'cpu.idle'), '1\n'],
  ['cpuBurst', o.compose(o.cpus(0.5), o.cpuBurst(1000)), at('cpu', 'cpu.cfs_burst_us'), '1000\n'],
  ['cpuset', o.cpuset('0', '0'), at('cpuset', 'cpuset.cpus', 'cpuset.mems'), '0\n0\n'],
  ['pidsLimit', o.pidsLimit(50), at('pids', 'pids.max'), '50\n'],
  ['resources', o.resources({ pids: { limit: 51 } }), at('pids', 'pids.max'), '51\n'],
  [
    'blockIOLimits',
    limits,
    at('blkio', 'blkio.throttle.read_bps_device', 'blkio.throttle.write_iops_device'),
    `${major}:${minor} 1048576\n${major}:${minor} 100\n`,
  ],
  [
    'removeBlockIODevice',
    o.compose(limits, o.removeBlockIODevice(major, minor)),
    at('blkio', 'blkio.throttle.read_bps_device'),
    '',
  ],
  [
    'removeHugepageLimits',
    o.compose(o.hugepageLimit('2MB', '4MiB'), o.removeHugepageLimits()),
    `test $(${at('hugetlb', 'hugetlb.2MB.limit_in_bytes')}) != 4194304 && echo more`,
    'more\n',
  ],
  ['hugepageLimit', o.hugepageLimit('2MB', '4MiB'), at('hugetlb', 'hugetlb.2MB.limit_in_bytes'), '4194304\n'],
];

/** By controllers that v2 has no more, and few hosts of v1 mount. */
export const networkClassEffects: readonly Effect[] = [
  ['networkClass', o.networkClass(0x10_0001), at('net_cls', 'net_cls.classid'), '1048577\n'],
  [
    'networkPriority',
    o.networkPriority('lo', 3),
    `${at('net_prio', 'net_prio.ifpriomap')} | grep lo`,
    'lo 3\n',
  ],
];

const onV2: readonly Effect[] = [
  ['memoryLimit', o.memoryLimit('64MiB'), at('', 'memory.max'), mem],
  ['memoryReservation', o.memoryReservation('64MiB'), at('', 'memory.low'), mem],
  [
    'memoryAndSwapLimit',
    o.compose(o.memoryLimit('32MiB'), o.memoryAndSwapLimit('96MiB')),
    at('', 'memory.swap.max'),
    mem,
  ],
  ['cpus', o.cpus(0.5), at('', 'cpu.max'), '50000 100000\n'],
  [
    'cpuShares',
    o.cpuShares(512),
    'w=$(cat /sys/fs/cgroup/cpu.weight); test $w -lt 100 && echo less',
    'less\n',
  ],
  ['cpu: idle', o.cpu({ idle: 1 }), at('', 'cpu.idle'), '1\n'],
  ['cpuBurst', o.compose(o.cpus(0.5), o.cpuBurst(1000)), at('', 'cpu.max.burst'), '1000\n'],
  ['cpuset', o.cpuset('0', '0'), at('', 'cpuset.cpus', 'cpuset.mems'), '0\n0\n'],
  ['pidsLimit', o.pidsLimit(50), at('', 'pids.max'), '50\n'],
  ['resources', o.resources({ pids: { limit: 51 } }), at('', 'pids.max'), '51\n'],
  ['unified', o.unified({ 'memory.high': `${64 << 20}` }), at('', 'memory.high'), mem],
  [
    'blockIOLimits',
    limits,
    at('', 'io.max'),
    `${major}:${minor} rbps=1048576 wbps=max riops=max wiops=100\n`,
  ],
  ['removeBlockIODevice', o.compose(limits, o.removeBlockIODevice(major, minor)), at('', 'io.max'), ''],
  [
    'removeHugepageLimits',
    o.compose(o.hugepageLimit('2MB', '4MiB'), o.removeHugepageLimits()),
    at('', 'hugetlb.2MB.max'),
    'max\n',
  ],
  ['hugepageLimit', o.hugepageLimit('2MB', '4MiB'), at('', 'hugetlb.2MB.max'), '4194304\n'],
];

const hasHugepages = hasController('hugetlb');

export const resourceEffects: readonly Effect[] = (isV1 ? onV1 : onV2).filter(
  ([name]) => !/hugepage/i.test(name) || hasHugepages,
);

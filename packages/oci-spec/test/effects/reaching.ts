import * as o from '../../src/index.ts';
import type { Reaching } from './effect.ts';
import { cgroup, disk, isV1 } from './host.ts';

const [major, minor] = disk;

const v1Alone = (name: string, change: o.Change, words: RegExp): Reaching => ({
  name,
  change,
  needs: 'cgroup v1',
  command: 'false',
  printed: 'it is done\n',
  words,
});

const onV1Alone: readonly Reaching[] = isV1
  ? []
  : [
      v1Alone('memory: swappiness', o.memory({ swappiness: 11 }), /swappiness/),
      v1Alone('memory: kernel memory', o.memory({ kernel: 64 << 20 }), /kernel memory/),
      v1Alone('memory: TCP buffers', o.memory({ kernelTCP: 64 << 20 }), /kernel TCP/),
      v1Alone('memory: no OOM killer', o.memory({ disableOOMKiller: true, limit: 64 << 20 }), /OOM killer/),
      v1Alone('networkClass', o.networkClass(0x10_0001), /network/),
      v1Alone('networkPriority', o.networkPriority('lo', 3), /network/),
    ];

export const reachingResources: readonly Reaching[] = [
  ...onV1Alone,
  {
    name: 'memory: no hierarchy',
    change: o.memory({ useHierarchy: false }),
    needs: 'cgroup v1 and Linux before 5.11',
    command: `cat ${cgroup('memory')}/memory.use_hierarchy`,
    printed: '0\n',
    words: /hierarchy/i,
  },
  {
    name: 'blockIOWeight',
    change: o.blockIOWeight(300),
    needs: 'the BFQ scheduler, or io.cost',
    // What is 300 of 1000 for BFQ is 2930 of 10000 for io.weight.
    command: `cat ${cgroup('blkio')}/*io.*weight | grep -cE "^(default )?(300|2930)$"`,
    printed: '1\n',
    words: /weight/,
  },
  {
    name: 'blockIO: leaf weight',
    change: o.blockIO({ leafWeight: 300 }),
    needs: 'the CFQ scheduler, which Linux 5.0 removed',
    command: 'cat /sys/fs/cgroup/blkio/blkio.leaf_weight',
    printed: '300\n',
    words: /leaf_?weight/i,
  },
  {
    name: 'blockIODeviceWeight',
    change: o.blockIODeviceWeight(major, minor, { weight: 300 }),
    needs: 'a disk with the BFQ scheduler',
    command: `cat ${cgroup('blkio')}/${isV1 ? 'blkio.bfq.weight_device' : 'io.bfq.weight'}`,
    printed: `default 100\n${major}:${minor} 300\n`,
    words: /weight/,
  },
  {
    name: 'cpu: realtime',
    change: o.cpu({ realtimeRuntime: 1000, realtimePeriod: 100_000 }),
    needs: 'cgroup v1 and CONFIG_RT_GROUP_SCHED',
    command: `cat ${cgroup('cpu')}/cpu.rt_runtime_us`,
    printed: '1000\n',
    words: /rt_|realtime/i,
  },
  {
    name: 'rdma',
    change: o.rdma('mlx5_1', { hcaHandles: 1, hcaObjects: 1 }),
    needs: 'the rdma controller, and hardware',
    command: 'cat /sys/fs/cgroup/rdma.max',
    printed: 'mlx5_1 hca_handle=1 hca_object=1\n',
    words: /rdma/i,
  },
  {
    name: 'intelRdt: cache',
    change: o.intelRdt({ closID: 'oci-spec', l3CacheSchema: 'L3:0=f' }),
    needs: 'an Intel processor with RDT, and resctrl mounted',
    command: 'false',
    printed: 'it is done\n',
    words: /RDT|resctrl/i,
  },
  {
    name: 'intelRdt: a class by name',
    change: o.intelRdt({ closID: 'oci-spec' }),
    needs: 'an Intel processor with RDT, and resctrl mounted',
    command: 'false',
    printed: 'it is done\n',
    words: /RDT|resctrl/i,
  },
  {
    name: 'intelRdt: schemata and monitoring',
    change: o.intelRdt({ closID: 'oci-spec', schemata: ['L3:0=f'], enableMonitoring: true }),
    needs: 'an Intel processor with RDT, and resctrl mounted',
    command: 'false',
    printed: 'it is done\n',
    words: /RDT|resctrl/i,
  },
  {
    name: 'unified',
    change: o.unified({ 'memory.high': `${64 << 20}` }),
    needs: 'cgroup v2',
    command: 'cat /sys/fs/cgroup/memory.high',
    printed: `${64 << 20}\n`,
    words: /unified/,
  },
];

export const reachingHost: readonly Reaching[] = [
  {
    name: 'netDevice that is not there',
    change: o.netDevice('nonesuch0', 'eth1'),
    needs: 'such an interface',
    command: 'false',
    printed: 'it is done\n',
    words: /nonesuch0/,
  },
  {
    name: 'apparmorProfile',
    change: o.apparmorProfile('nonesuch'),
    needs: 'AppArmor, with such a profile',
    command: 'cat /proc/self/attr/current',
    printed: 'nonesuch (enforce)\n',
    words: /apparmor/i,
  },
  {
    name: 'selinuxLabel',
    change: o.selinuxLabel('system_u:system_r:container_t:s0'),
    needs: 'SELinux',
    command: 'cat /proc/self/attr/current',
    printed: 'system_u:system_r:container_t:s0',
    words: /selinux|keycreate/i,
  },
  {
    name: 'mountLabel',
    change: o.mountLabel('system_u:object_r:container_file_t:s0'),
    needs: 'SELinux',
    command: 'grep -c container_file_t /proc/mounts',
    printed: 'some',
    words: /mount/i,
  },
  {
    name: 'vm',
    change: o.vm({ kernel: { path: '/boot/vmlinuz' } }),
    needs: 'a runtime that makes virtual machines',
    command: 'false',
    printed: 'it is done\n',
    words: /never/,
  },
];

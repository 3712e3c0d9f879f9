import * as o from '../../src/index.ts';
import { type Effect, status } from './effect.ts';

const able = process.platform === 'linux';

/** Only what the caller itself has can be handed on. */
const current = able ? await o.allCurrentCapabilities() : o.compose();

export const processEffects: readonly Effect[] = [
  ['args', o.args('printf', '%s|', 'a b', '$c', '', '--'), '', 'a b|$c||--|'],
  ['cwd', o.cwd('/usr'), 'pwd', '/usr\n'],
  ['env', o.env({ A: 'x=y z', PATH: '/usr/bin' }), 'echo "$A|$PATH"', 'x=y z|/usr/bin\n'],
  ['removeEnv', o.compose(o.env({ GONE: 'x' }), o.removeEnv('GONE')), 'env | grep -c ^GONE=', '0\n'],
  [
    'clearEnv',
    o.compose(
      o.env({ GONE: 'x' }),
      o.clearEnv(),
      o.args('/bin/sh', '-c', '/usr/bin/env | /usr/bin/grep -c ^GONE='),
    ),
    '',
    '0\n',
  ],
  [
    'user',
    o.user(1234, 5678, { additionalGids: [9], umask: 0o77 }),
    'id -u; id -g; id -G; umask',
    '1234\n5678\n5678 9\n0077\n',
  ],
  ['umask', o.umask(0o27), 'umask', '0027\n'],
  ['removeAdditionalGids', o.compose(o.additionalGids(7, 9), o.removeAdditionalGids(9)), 'id -G', '0 7\n'],
  ['additionalGids', o.additionalGids(7, 9), 'id -G', '0 7 9\n'],
  ['capabilities', o.capabilities('CHOWN'), status('CapEff'), 'CapEff:0000000000000001\n'],
  [
    'addCapabilities',
    o.addCapabilities('NET_ADMIN'),
    'ip link set lo mtu 1400 && cat /sys/class/net/lo/mtu',
    '1400\n',
  ],
  ['dropCapabilities', o.dropCapabilities(), status('CapBnd'), 'CapBnd:0000000000000000\n'],
  [
    'ambientCapabilities',
    o.compose(o.user(1234), o.ambientCapabilities('NET_BIND_SERVICE')),
    status('CapAmb'),
    'CapAmb:0000000000000400\n',
  ],
  [
    'allCurrentCapabilities',
    current,
    `test "$(${status('CapBnd')})" != CapBnd:0000000000000000 && echo some`,
    'some\n',
  ],
  [
    'addCapabilitiesTo',
    o.addCapabilitiesTo('inheritable', 'CHOWN'),
    status('CapInh'),
    'CapInh:0000000000000001\n',
  ],
  [
    'dropCapabilitiesFrom',
    o.compose(
      o.user(1234),
      o.ambientCapabilities('KILL', 'CHOWN'),
      o.dropCapabilitiesFrom('ambient', 'KILL'),
    ),
    status('CapAmb'),
    'CapAmb:0000000000000001\n',
  ],
  ['noNewPrivileges', o.noNewPrivileges(false), status('NoNewPrivs'), 'NoNewPrivs:0\n'],
  ['rlimit', o.rlimit('nofile', 100, 200), 'ulimit -Sn; ulimit -Hn', '100\n200\n'],
  [
    'removeRlimits',
    o.compose(o.rlimit('nofile', 100, 200), o.removeRlimits()),
    'test $(ulimit -Hn) -gt 200 && echo more',
    'more\n',
  ],
  ['oomScoreAdj', o.oomScoreAdj(500), 'cat /proc/self/oom_score_adj', '500\n'],
  [
    'scheduler',
    o.scheduler({ policy: 'SCHED_BATCH', nice: 3 }),
    'chrt -p $$ | head -1 | grep -o SCHED_.*; nice',
    'SCHED_BATCH\n3\n',
  ],
  ['ioPriority', o.ioPriority('idle'), 'ionice -p $$', 'idle\n'],
  ['personality', o.personality({ domain: 'LINUX32' }), 'uname -m', 'i686\n'],
  [
    'memoryPolicy',
    o.memoryPolicy({ mode: 'MPOL_BIND', nodes: '0' }),
    'head -1 /proc/self/numa_maps | cut -d" " -f2',
    'bind:0\n',
  ],
  [
    'preInit',
    o.compose(o.args('printf', '%s|', 'a b', '--', '$x'), o.preInit(['cd /; echo one', 'echo two'])),
    '',
    'one\ntwo\na b|--|$x|',
  ],
  ['preInit keeps pid 1', o.preInit(['true']), 'echo $$', '1\n'],
  [
    'privileged',
    o.compose(o.privileged(), current),
    `${status('Seccomp')}; head -c 1 /proc/interrupts | grep -q . && echo seen`,
    'Seccomp:0\nseen\n',
  ],
  [
    'dockerInDocker',
    o.dockerInDocker(),
    'mount -t tmpfs none /home && chroot / true && ip link add d0 type dummy 2>&1 | grep -c Operation; ip link set lo up && echo up',
    '0\nup\n',
  ],
];

const enosys = 'perl -e \'syscall(425, 1, 0); print $! + 0, "\\n"\'';

export const seccompEffects: readonly Effect[] = [
  [
    'denySyscalls',
    o.denySyscalls(['mkdir', 'mkdirat'], 38),
    'mkdir /tmp/x 2>&1 | grep -c "not implemented"',
    '1\n',
  ],
  [
    'allowSyscalls',
    o.compose(o.denySyscalls(['mkdir', 'mkdirat'], 38), o.allowSyscalls('mkdir', 'mkdirat')),
    'mkdir /tmp/x && echo made',
    'made\n',
  ],
  [
    'seccomp',
    o.seccomp({
      defaultAction: 'SCMP_ACT_ALLOW',
      syscalls: [{ names: ['mkdir', 'mkdirat'], action: 'SCMP_ACT_ERRNO', errnoRet: 38 }],
    }),
    'mkdir /tmp/x 2>&1 | grep -c "not implemented"',
    '1\n',
  ],
  [
    'removeSyscallRules',
    o.removeSyscallRules('mkdir', 'mkdirat'),
    'mkdir /tmp/x 2>&1 | grep -c "not permitted"',
    '1\n',
  ],
  [
    'seccompDefaultAction',
    o.compose(o.removeSyscallRules('mkdir', 'mkdirat'), o.seccompDefaultAction('SCMP_ACT_ERRNO', 38)),
    'mkdir /tmp/x 2>&1 | grep -c "not implemented"',
    '1\n',
  ],
  [
    'seccompArchitectures',
    o.seccompArchitectures(process.arch === 'arm64' ? 'SCMP_ARCH_AARCH64' : 'SCMP_ARCH_X86_64'),
    status('Seccomp'),
    'Seccomp:2\n',
  ],
  ['seccompUnconfined', o.seccompUnconfined(), status('Seccomp'), 'Seccomp:0\n'],
  ['defaultSeccomp', o.compose(o.seccompUnconfined(), o.defaultSeccomp()), status('Seccomp'), 'Seccomp:2\n'],
  [
    'defaultSeccomp: no namespaces',
    o.addCapabilities('SETPCAP'),
    'unshare -U true 2>&1 | grep -c "not permitted"',
    '1\n',
  ],
  [
    'defaultSeccomp follows capabilities',
    o.addCapabilities('SYS_ADMIN'),
    'mount -t tmpfs none /home && echo mounted',
    'mounted\n',
  ],
  ['checkpointable', o.compose(o.seccompUnconfined(), o.checkpointable()), enosys, '38\n'],
];

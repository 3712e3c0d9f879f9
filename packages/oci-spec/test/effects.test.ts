import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as o from '../src/index.ts';
import { directory } from './fixtures/directory.ts';
import { noRunc, runContainer, runSpec, runtimeName, runtimeVersion } from './fixtures/runc.ts';

const v1 = (controller: string): string => `/sys/fs/cgroup/${controller}`;
const status = (field: string): string => `grep ^${field}: /proc/self/status | tr -d '\\t '`;
const isV1 =
  noRunc === '' && !(await readFile('/proc/self/mounts', 'utf8')).includes(' /sys/fs/cgroup cgroup2 ');
const memory = isV1 ? `${v1('memory')}/memory.limit_in_bytes` : '/sys/fs/cgroup/memory.max';

/** Only what the caller itself has can be handed on. */
const privileged = o.compose(o.privileged(), noRunc === '' ? await o.allCurrentCapabilities() : o.compose());

/** A change, a command that sees it from inside, and what the command must print. */
const effects: readonly (readonly [
  name: string,
  change: o.Change | Promise<o.Change>,
  command: string,
  printed: string,
])[] = [
  ['args', o.args('printf', '%s|', 'a b', '$c', '', '--'), '', 'a b|$c||--|'],
  ['cwd', o.cwd('/usr'), 'pwd', '/usr\n'],
  ['env', o.env({ A: 'x=y z', PATH: '/usr/bin' }), 'echo "$A|$PATH"', 'x=y z|/usr/bin\n'],
  ['removeEnv', o.compose(o.env({ GONE: 'x' }), o.removeEnv('GONE')), 'env | grep -c ^GONE=', '0\n'],
  [
    'user',
    o.user(1234, 5678, { additionalGids: [9], umask: 0o77 }),
    'id -u; id -g; id -G; umask',
    '1234\n5678\n5678 9\n0077\n',
  ],
  ['capabilities', o.capabilities('CHOWN'), status('CapEff'), 'CapEff:0000000000000001\n'],
  [
    'addCapabilities',
    o.addCapabilities('NET_ADMIN'),
    `ip link set lo mtu 1400 && cat /sys/class/net/lo/mtu`,
    '1400\n',
  ],
  ['dropCapabilities', o.dropCapabilities(), status('CapBnd'), 'CapBnd:0000000000000000\n'],
  [
    'ambientCapabilities',
    o.compose(o.user(1234), o.ambientCapabilities('NET_BIND_SERVICE')),
    status('CapAmb'),
    'CapAmb:0000000000000400\n',
  ],
  ['noNewPrivileges', o.noNewPrivileges(false), status('NoNewPrivs'), 'NoNewPrivs:0\n'],
  ['rlimit', o.rlimit('nofile', 100, 200), 'ulimit -Sn; ulimit -Hn', '100\n200\n'],
  ['oomScoreAdj', o.oomScoreAdj(500), 'cat /proc/self/oom_score_adj', '500\n'],
  ['hostname', o.hostname('box'), 'hostname', 'box\n'],
  ['readonlyRootfs', o.readonlyRootfs(), 'touch /x 2>/dev/null || echo refused', 'refused\n'],
  [
    'bindMount',
    o.bindMount('/usr/share', '/mnt', { readonly: true }),
    'test -d /mnt/doc && (touch /mnt/x 2>/dev/null || echo refused)',
    'refused\n',
  ],
  [
    'tmpfs',
    o.tmpfs('/scratch', { size: '1MiB' }),
    'dd if=/dev/zero of=/scratch/x bs=1M count=2 2>/dev/null; stat -c %s /scratch/x',
    '1048576\n',
  ],
  ['devShmSize', o.devShmSize('1MiB'), 'df -k --output=size /dev/shm | tail -1 | tr -d " "', '1024\n'],
  ['procMount', o.procMount(), 'ls -d /proc/1', '/proc/1\n'],
  ['sysfsMount', o.sysfsMount(), 'grep -c "^sysfs /sys sysfs ro" /proc/mounts', '1\n'],
  ['removeMounts', o.removeMounts('/dev/mqueue'), 'grep -c mqueue /proc/mounts', '0\n'],
  ['hostFile', o.hostFile('/etc/hostname'), 'grep -c " /etc/hostname " /proc/mounts', '1\n'],
  ['namespace private', o.namespace('pid', 'private'), 'echo $$', '1\n'],
  ['network none', o.network('none'), 'ls /sys/class/net', 'lo\n'],
  ['maskPaths', o.maskPaths('/proc/uptime'), 'wc -c < /proc/uptime', '0\n'],
  ['readonlyPaths', o.readonlyPaths('/tmp'), 'touch /tmp/x 2>/dev/null || echo refused', 'refused\n'],
  ['exposePaths', o.exposePaths(), 'head -c 1 /proc/interrupts | grep -q . && echo seen', 'seen\n'],
  [
    'sysctl',
    o.sysctl({ 'net.ipv4.ip_forward': '1', 'kernel.shmmax': '4096' }),
    'cat /proc/sys/net/ipv4/ip_forward /proc/sys/kernel/shmmax',
    '1\n4096\n',
  ],
  [
    'device',
    o.device({ path: '/dev/hole', type: 'c', major: 1, minor: 3, fileMode: 0o666 }),
    'echo x > /dev/hole; stat -c %t:%T /dev/hole',
    '1:3\n',
  ],
  [
    'hostDevice',
    o.hostDevice('/dev/zero', { as: '/dev/naught' }),
    'head -c 2 /dev/naught | od -An -tx1',
    ' 00 00\n',
  ],
  [
    'device rule',
    o.device({ path: '/dev/hole', type: 'c', major: 1, minor: 11, fileMode: 0o666 }, 'r'),
    '(echo x > /dev/hole) 2>/dev/null || echo refused',
    'refused\n',
  ],
  [
    'devices not allowed',
    o.compose(),
    '(mknod /tmp/m c 1 11 && cat /tmp/m) 2>/dev/null || echo refused',
    'refused\n',
  ],
  ['memoryLimit', o.memoryLimit('64MiB'), `cat ${memory}`, `${64 << 20}\n`],
  ...(isV1
    ? ([
        [
          'memoryReservation',
          o.memoryReservation('32MiB'),
          `cat ${v1('memory')}/memory.soft_limit_in_bytes`,
          `${32 << 20}\n`,
        ],
        [
          'cpus',
          o.cpus(0.5),
          `cat ${v1('cpu')}/cpu.cfs_quota_us ${v1('cpu')}/cpu.cfs_period_us`,
          '50000\n100000\n',
        ],
        ['cpuShares', o.cpuShares(512), `cat ${v1('cpu')}/cpu.shares`, '512\n'],
        ['cpuset', o.cpuset('0', '0'), `cat ${v1('cpuset')}/cpuset.cpus`, '0\n'],
        ['pidsLimit', o.pidsLimit(50), `cat ${v1('pids')}/pids.max`, '50\n'],
        ['cgroupMount', o.cgroupMount(), `touch ${v1('memory')}/x 2>/dev/null || echo refused`, 'refused\n'],
      ] as const)
    : []),
  [
    'denySyscalls',
    o.denySyscalls(['mkdir', 'mkdirat'], 38),
    'mkdir /tmp/x 2>&1 | grep -c "not implemented"',
    '1\n',
  ],
  ['seccompUnconfined', o.seccompUnconfined(), status('Seccomp'), 'Seccomp:0\n'],
  ['default seccomp', o.compose(), status('Seccomp'), 'Seccomp:2\n'],
  [
    'default seccomp: no namespaces',
    o.addCapabilities('SETPCAP'),
    'unshare -U true 2>&1 | grep -c "not permitted"',
    '1\n',
  ],
  [
    'default seccomp follows capabilities',
    o.compose(o.addCapabilities('SYS_ADMIN')),
    'mount -t tmpfs none /home && echo mounted',
    'mounted\n',
  ],
  ['annotations', o.annotations({ a: 'b' }), 'true', ''],
  [
    'userNamespace',
    o.compose(o.userNamespace([{ containerID: 0, hostID: 0, size: 65_536 }])),
    'cat /proc/self/uid_map | tr -s " "',
    ' 0 0 65536\n',
  ],
  [
    'preInit',
    o.compose(o.args('printf', '%s|', 'a b', '--', '$x'), o.preInit(['cd /; echo one', 'echo two'])),
    '',
    'one\ntwo\na b|--|$x|',
  ],
  ['preInit that fails', o.preInit(['exit 7']), 'echo not reached', ''],
  ['preInit keeps pid 1', o.preInit(['true']), 'echo $$', '1\n'],
  [
    'checkpointable',
    o.checkpointable(),
    'python3 -c "import ctypes as c; l=c.CDLL(None,use_errno=True); l.syscall(425,1,0); print(c.get_errno())" 2>/dev/null || echo 38',
    '38\n',
  ],
  [
    'privileged',
    privileged,
    `${status('Seccomp')}; head -c 1 /proc/interrupts | grep -q . && echo seen`,
    'Seccomp:0\nseen\n',
  ],
];

const ids = [{ containerID: 0, hostID: 0, size: 65_536 }];
const shifted = [{ containerID: 0, hostID: 1000, size: 65_536 }];

/** What only newer releases heed; an older one's `prepare` refuses it by `ignoredFields`, so that it is not run there. */
const newer: typeof effects = [
  ['domainname', o.domainname('dom'), 'cat /proc/sys/kernel/domainname', 'dom\n'],
  [
    'scheduler',
    o.scheduler({ policy: 'SCHED_BATCH' }),
    'chrt -p $$ | head -1 | grep -o SCHED_.*',
    'SCHED_BATCH\n',
  ],
  ['ioPriority', o.ioPriority('idle'), 'ionice -p $$', 'idle\n'],
  ['personality', o.personality({ domain: 'LINUX32' }), 'uname -m', 'i686\n'],
  [
    'timeOffsets',
    o.timeOffsets({ boottime: { secs: 10_000_000 } }),
    'test $(cut -d. -f1 /proc/uptime) -ge 10000000 && echo ahead',
    'ahead\n',
  ],
  [
    'idmappedMount',
    o.compose(o.userNamespace(ids), o.idmappedMount('/usr/share', '/mnt', shifted)),
    'stat -c %u /mnt',
    '1000\n',
  ],
  ...(isV1
    ? ([
        ['cpuBurst', o.compose(o.cpus(0.5), o.cpuBurst(1000)), `cat ${v1('cpu')}/cpu.cfs_burst_us`, '1000\n'],
      ] as const)
    : []),
];
const heeded = await Promise.all(
  newer.map(async (effect) => {
    const spec = o.pipe(o.baseSpec(runtimeName), await effect[1]);
    return noRunc === '' && o.ignoredFields(spec, runtimeName, runtimeVersion()).length === 0 ? [effect] : [];
  }),
);

describe.skipIf(noRunc !== '')(
  `each change seen from inside a real container${noRunc && ` (${noRunc})`}`,
  () => {
    test.each([...effects, ...heeded.flat()])('%s', async (name, change, command, printed) => {
      const before = command === '' ? o.compose() : o.args('sh', '-c', command);
      const { stdout, stderr, code } = await runContainer(command, [before, await change]);
      expect({ stdout, stderr }).toEqual({ stdout: printed, stderr: '' });
      if (name === 'preInit that fails') expect(code).toBe(7);
    });

    test('hooks run on the host', async () => {
      const dir = await directory({ hook: '#!/bin/sh\necho "$1" > "$2"\n' });
      await chmod(join(dir, 'hook'), 0o755);
      await runContainer('true', [
        o.hook('poststop', { path: join(dir, 'hook'), args: ['hook', 'ran', join(dir, 'out')] }),
      ]);
      expect(await readFile(join(dir, 'out'), 'utf8')).toBe('ran\n');
    });

    test('an existing network namespace is joined by its path', async () => {
      const name = `oci-spec-${process.pid}`;
      execFileSync('ip', ['netns', 'add', name]);
      try {
        const { ino } = await stat(`/run/netns/${name}`);
        const { stdout } = await runContainer('readlink /proc/self/ns/net', [
          o.network(`/run/netns/${name}`),
        ]);
        expect(stdout).toBe(`net:[${ino}]\n`);
      } finally {
        execFileSync('ip', ['netns', 'delete', name]);
      }
    });

    test('the host network is the host\u2019s', async () => {
      const { stdout } = await runContainer('readlink /proc/self/ns/net', [o.network('host')]);
      expect(stdout.trim()).toBe(
        execFileSync('readlink', ['/proc/self/ns/net'], { encoding: 'utf8' }).trim(),
      );
    });

    test('overlayMount lays directories over each other, with : and , in their names', async () => {
      const dir = await directory({ 'a:b,c/low': 'low', 'upper/up': 'up' });
      await mkdir(join(dir, 'work'));
      const change = o.overlayMount('/mnt', {
        lower: [join(dir, 'a:b,c')],
        upper: join(dir, 'upper'),
        work: join(dir, 'work'),
      });
      const { stdout, stderr } = await runContainer('cat /mnt/low /mnt/up; echo new > /mnt/new', [change]);
      expect({ stdout, stderr }).toEqual({ stdout: 'lowup', stderr: '' });
      expect(await readFile(join(dir, 'upper/new'), 'utf8')).toBe('new\n');
    });

    test('a CDI device is injected and opened', async () => {
      const spec = {
        cdiVersion: '1.1.0',
        kind: 'caisson.test/hole',
        devices: [
          {
            name: 'one',
            containerEdits: {
              env: ['HOLE=1'],
              deviceNodes: [{ path: '/dev/hole', hostPath: '/dev/zero', permissions: 'rw' }],
            },
          },
        ],
      };
      const cdi = await o.loadCdi({ directories: [await directory({ 'hole.json': JSON.stringify(spec) })] });
      const { stdout } = await runContainer('echo $HOLE; head -c 3 /dev/hole | od -An -tx1', [
        await cdi.inject('caisson.test/hole=one'),
      ]);
      expect(stdout).toBe('1\n 00 00 00\n');
    });

    test('an image\u2019s root filesystem runs as its own user', async () => {
      const dir = await directory();
      const { tarball } = await import('./fixtures/tarball.ts');
      const entries = ['bin', 'sbin', 'lib', 'lib64'].map((path) => ({
        path,
        type: '2',
        link: `usr/${path}`,
      }));
      await writeFile(
        join(dir, 'a.tar'),
        tarball(
          ...entries,
          { path: 'etc/passwd', content: 'app:x:77:78::/:/bin/sh\n' },
          { path: 'usr/', type: '5', mode: 0o755 },
        ),
      );
      await o.unpackRootfs({ tar: join(dir, 'a.tar') }, join(dir, 'rootfs'));
      const change = o.compose(
        o.bindMount('/usr', '/usr', { readonly: true }),
        await o.userFromRootfs(join(dir, 'rootfs'), 'app'),
        o.args('id', '-u'),
      );
      const { stdout, stderr } = await runSpec(dir, o.pipe(o.baseSpec(runtimeName), change));
      expect({ stdout, stderr }).toEqual({ stdout: '77\n', stderr: '' });
    });

    test('nothing can be written into the host through its own directories, and its secrets are masked', async () => {
      const { stdout } = await runContainer(
        'for f in /etc/x /usr/x /bin/x /x; do touch $f 2>/dev/null && echo wrote $f; done; cat /etc/shadow /etc/gshadow | wc -c; stat -c %a /tmp /root',
        [],
      );
      expect(stdout).toBe('0\n1777\n700\n');
    });

    test('a container is rootless for an unprivileged caller', async () => {
      const { stdout, stderr } = await runContainer(
        'id -u; cat /proc/self/uid_map | tr -s " "; touch /usr/x 2>/dev/null || echo refused',
        [o.memoryLimit('64MiB'), o.rootless({ uid: 4321, gid: 4321 })],
        { uid: 4321, gid: 4321 },
      );
      expect({ stdout, stderr }).toEqual({ stdout: '0\n 0 4321 1\nrefused\n', stderr: '' });
    });

    test('what this release would ignore is told beforehand', () => {
      const spec = o.pipe(
        o.baseSpec(runtimeName),
        o.scheduler({ policy: 'SCHED_BATCH' }),
        o.ioPriority('idle'),
      );
      const old = runtimeName === 'runc' ? /^1\.[01]\./ : /^1\.8\.[0-4]$/;
      expect(o.ignoredFields(spec, runtimeName, runtimeVersion())).toHaveLength(
        old.test(runtimeVersion()) ? 2 : 0,
      );
    });

    test('nothing is left of all these containers', async () => {
      const left = execFileSync(
        'sh',
        [
          '-c',
          'find /sys/fs/cgroup -maxdepth 6 -type d -name "oci-spec-*" 2>/dev/null | head -5; grep -c caisson-oci-spec- /proc/self/mounts || true',
        ],
        { encoding: 'utf8' },
      );
      expect(left).toBe('0\n');
    });
  },
);

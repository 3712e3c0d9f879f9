import * as o from '../../src/index.ts';
import { type Effect, refused, status } from './effect.ts';

const ids = [{ containerID: 0, hostID: 0, size: 65_536 }];
const shifted = [{ containerID: 0, hostID: 1000, size: 65_536 }];
const bound = { destination: '/mnt', type: 'none', source: '/usr/share', options: ['bind', 'ro'] };

export const mountEffects: readonly Effect[] = [
  ['rootfs, readonlyRootfs', o.readonlyRootfs(), refused('touch /x'), 'refused\n'],
  [
    'bindMount',
    o.bindMount('/usr/share', '/mnt', { readonly: true }),
    `test -d /mnt/doc && ${refused('touch /mnt/x')}`,
    'refused\n',
  ],
  ['mounts', o.mounts(bound), `test -d /mnt/doc && ${refused('touch /mnt/x')}`, 'refused\n'],
  [
    'tmpfs',
    o.tmpfs('/scratch', { size: '1MiB' }),
    'dd if=/dev/zero of=/scratch/x bs=1M count=2 2>/dev/null; stat -c %s /scratch/x',
    '1048576\n',
  ],
  ['devShmSize', o.devShmSize('1MiB'), 'df -k --output=size /dev/shm | tail -1 | tr -d " "', '1024\n'],
  ['procMount', o.procMount(), 'ls -d /proc/1', '/proc/1\n'],
  ['sysfsMount', o.sysfsMount(), 'grep -c "^sysfs /sys sysfs ro" /proc/mounts', '1\n'],
  ['writableSysfs', o.writableSysfs(), 'grep -c "^sysfs /sys sysfs rw" /proc/mounts', '1\n'],
  [
    'cgroupMount',
    o.cgroupMount(),
    refused('mkdir $(grep -l $$ $(find /sys/fs/cgroup -name cgroup.procs) | head -1 | xargs dirname)/x'),
    'refused\n',
  ],
  [
    'writableCgroups',
    o.writableCgroups(),
    'd=$(grep -lx 1 $(find /sys/fs/cgroup -name cgroup.procs) | head -1 | xargs dirname); mkdir $d/x && rmdir $d/x && echo made',
    'made\n',
  ],
  ['removeMounts', o.removeMounts('/dev/mqueue'), 'grep -c mqueue /proc/mounts', '0\n'],
  ['hostFile', o.hostFile('/etc/hostname'), 'grep -c " /etc/hostname " /proc/mounts', '1\n'],
  ['maskPaths', o.maskPaths('/proc/uptime'), 'wc -c < /proc/uptime', '0\n'],
  ['readonlyPaths', o.readonlyPaths('/tmp'), refused('touch /tmp/x'), 'refused\n'],
  ['exposePaths', o.exposePaths(), 'head -c 1 /proc/interrupts | grep -q . && echo seen', 'seen\n'],
  [
    'rootfsPropagation',
    o.rootfsPropagation('shared'),
    'grep -cE "^[0-9]+ [0-9]+ [0-9:]+ [^ ]+ / .* shared:" /proc/self/mountinfo; true',
    '1\n',
  ],
  [
    'idmappedMount',
    o.compose(o.userNamespace(ids), o.idmappedMount('/usr/share', '/mnt', shifted)),
    'stat -c %u /mnt',
    '1000\n',
  ],
];

export const namespaceEffects: readonly Effect[] = [
  ['hostname', o.hostname('box'), 'hostname', 'box\n'],
  ['domainname', o.domainname('dom'), 'cat /proc/sys/kernel/domainname', 'dom\n'],
  ['namespace private', o.namespace('pid', 'private'), 'echo $$', '1\n'],
  [
    'network none',
    o.network('none'),
    'ls /sys/class/net | grep -cv "^lo$\\|^ifb\\|^sit\\|^tunl\\|^gre\\|^erspan\\|^ip"; true',
    '0\n',
  ],
  [
    'sysctl',
    o.sysctl({ 'net.ipv4.ip_forward': '1', 'kernel.shmmax': '4096' }),
    'cat /proc/sys/net/ipv4/ip_forward /proc/sys/kernel/shmmax',
    '1\n4096\n',
  ],
  [
    'clearSysctl',
    o.compose(o.sysctl({ 'kernel.shmmax': '4096' }), o.clearSysctl()),
    'test $(cut -c 1-9 /proc/sys/kernel/shmmax) != 4096 && echo more',
    'more\n',
  ],
  [
    'clearUserNamespace',
    o.compose(o.userNamespace(ids), o.clearUserNamespace()),
    'cat /proc/self/uid_map | tr -s " "',
    ' 0 0 4294967295\n',
  ],
  ['userNamespace', o.userNamespace(ids), 'cat /proc/self/uid_map | tr -s " "', ' 0 0 65536\n'],
  [
    'timeOffsets',
    o.timeOffsets({ boottime: { secs: 10_000_000 } }),
    'test $(cut -d. -f1 /proc/uptime) -ge 10000000 && echo ahead',
    'ahead\n',
  ],
  ['ociVersion, clearAnnotations', o.compose(o.ociVersion('1.0.1'), o.clearAnnotations()), 'true', ''],
  ['annotations, cdiAnnotation, startupHook', o.annotations({ a: 'b' }), 'true', ''],
];

const hole = { path: '/dev/hole', type: 'c', major: 1, minor: 3, fileMode: 0o666 } as const;
const log = { path: '/dev/hole', type: 'c', major: 1, minor: 11, fileMode: 0o666 } as const;

export const deviceEffects: readonly Effect[] = [
  ['device', o.device(hole), 'echo x > /dev/hole; stat -c %t:%T /dev/hole', '1:3\n'],
  ['device with its rule', o.device(log, 'r'), refused('echo x > /dev/hole'), 'refused\n'],
  [
    'hostDevice',
    o.hostDevice('/dev/zero', { as: '/dev/naught' }),
    'head -c 2 /dev/naught | od -An -tx1',
    ' 00 00\n',
  ],
  [
    'removeDevices',
    o.compose(o.device(hole), o.removeDevices('/dev/hole')),
    refused('ls /dev/hole'),
    'refused\n',
  ],
  ['without devices', o.compose(), refused('mknod /dev/m c 1 11 && cat /dev/m'), 'refused\n'],
  [
    'deviceRule',
    o.deviceRule({ allow: true, type: 'c', major: 1, minor: 11, access: 'rwm' }),
    'mknod /dev/m c 1 11 && : > /dev/m && echo opened',
    'opened\n',
  ],
  [
    'removeDeviceRules',
    o.compose(
      o.deviceRule({ allow: true, type: 'c', major: 1, minor: 11, access: 'rwm' }),
      o.removeDeviceRules({ type: 'c', major: 1, minor: 11 }),
    ),
    refused('mknod /dev/m c 1 11 && : > /dev/m'),
    'refused\n',
  ],
  [
    'allDevicesAllowed',
    o.allDevicesAllowed(),
    'mknod /dev/m c 1 11 && : > /dev/m && echo opened',
    'opened\n',
  ],
  ['masked', o.compose(), `${status('Seccomp')}; cat /etc/shadow | wc -c`, 'Seccomp:2\n0\n'],
];

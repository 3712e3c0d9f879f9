import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readFile, stat } from 'node:fs/promises';
import { constants } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as o from '../../src/index.ts';
import { directory } from '../fixtures/directory.ts';
import { tarball } from '../fixtures/tarball.ts';
import { type Caller, type Ran, runContainer, runSpec, specOf } from './container.ts';
import { type Host, host, isV1 } from './host.ts';
import { i386Exit } from './i386-program.ts';
import { runtimes, shown } from './runtimes.ts';

const text = (file: string, ...args: readonly string[]): string =>
  execFileSync(file, args, { encoding: 'utf8' });

describe.each(runtimes.map((runtime) => [shown(runtime), runtime] as const))(
  'what takes more than a change and a command, with %s',
  (_, runtime) => {
    describe.skipIf(runtime.lack !== '')('', () => {
      let on: Host;
      beforeAll(async () => {
        on = await host();
      });
      afterAll(() => on[Symbol.asyncDispose]());
      const run = (command: string, changes: readonly o.Change[], caller?: Caller): Promise<Ran> =>
        runContainer(runtime, on, command, changes, caller);
      const isTold = (change: o.Change): boolean =>
        o.ignoredFields(o.pipe(o.baseSpec(runtime.name), change), runtime.name, runtime.version).length > 0;

      test('preInit: a script that fails ends the container with its code', async () => {
        const { code, stdout } = await run('echo not reached', [o.preInit(['exit 7'])]);
        expect({ code, stdout }).toEqual({ code: 7, stdout: '' });
      });

      test('hook, removeHooks: hooks run on the host, unless they are removed', async () => {
        const dir = await directory({ hook: '#!/bin/sh\necho "$1" > "$2"\n' });
        await chmod(join(dir, 'hook'), 0o755);
        const hook = (name: string): o.Change =>
          o.hook('poststop', { path: join(dir, 'hook'), args: ['hook', 'ran', join(dir, name)] });
        await run('true', [hook('removed'), o.removeHooks('poststop'), hook('out')]);
        expect(await readFile(join(dir, 'out'), 'utf8')).toBe('ran\n');
        await expect(stat(join(dir, 'removed'))).rejects.toThrow(/ENOENT/);
      });

      test('network: an existing namespace is joined by its path', async () => {
        const name = `oci-spec-${process.pid}`;
        text('ip', 'netns', 'add', name);
        try {
          const { ino } = await stat(`/run/netns/${name}`);
          const { stdout } = await run('readlink /proc/self/ns/net', [o.network(`/run/netns/${name}`)]);
          expect(stdout).toBe(`net:[${ino}]\n`);
        } finally {
          text('ip', 'netns', 'delete', name);
        }
      });

      test('network, namespace: the host\u2019s are the host\u2019s', async () => {
        const { stdout } = await run('readlink /proc/self/ns/net /proc/self/ns/uts', [
          o.network('host'),
          o.namespace('uts', 'host'),
        ]);
        expect(stdout).toBe(text('readlink', '/proc/self/ns/net', '/proc/self/ns/uts'));
      });

      test('netDevice: an interface is moved into the container under its new name, or it is told beforehand', async () => {
        const [name, peer] = [`oci${process.pid}`, `ocp${process.pid}`];
        text('ip', 'link', 'add', name, 'type', 'veth', 'peer', 'name', peer);
        try {
          const change = o.netDevice(name, 'moved0');
          const { stdout } = await run('test -e /sys/class/net/moved0 && echo there', [change]);
          expect(stdout).toBe(isTold(change) ? '' : 'there\n');
        } finally {
          // Both ends go with the container's namespace where one was moved there.
          text('sh', '-c', 'ip link delete "$1" 2>/dev/null || ! test -e "/sys/class/net/$1"', 'sh', peer);
        }
      });

      test('execCPUAffinity: a process that joins has the processors that are set, or it is told beforehand', async () => {
        const affinity = o.execCPUAffinity({ initial: '0', final: '0' });
        const dir = await directory();
        const spec = await specOf(runtime, dir, 'exec >/dev/null 2>&1; exec sleep 300', [affinity]);
        const { stdout } = await runSpec(runtime, on, dir, spec, {}, async (verb, id) => {
          await verb('run', '--detach', '--bundle', dir, id);
          return verb('exec', id, 'grep', 'Cpus_allowed_list', '/proc/self/status');
        });
        const all = text('grep', 'Cpus_allowed_list', '/proc/self/status');
        expect(stdout).toBe(isTold(affinity) ? all : 'Cpus_allowed_list:\t0\n');
      });

      test.skipIf(process.arch !== 'x64')(
        `defaultSeccomp: a 32-bit program is killed, unless it may run${process.arch === 'x64' ? '' : ' (needs x64)'}`,
        async () => {
          const dir = await directory({ exit42: i386Exit(42) });
          await chmod(join(dir, 'exit42'), 0o755);
          const codeWith = async (...changes: readonly o.Change[]): Promise<number> => {
            const bound = o.bindMount(join(dir, 'exit42'), '/mnt', { readonly: true });
            return (await run('/mnt 2>/dev/null', [bound, ...changes])).code;
          };
          expect(await codeWith()).toBe(128 + constants.signals.SIGSYS);
          expect(await codeWith(o.defaultSeccomp({ abis: 'all' }))).toBe(42);
        },
      );

      test('cgroupsPath: the container is in the cgroup that is asked for', async () => {
        const name = `oci-spec-path-${process.pid}`;
        // In the host's cgroup namespace a process sees its whole path.
        const { stdout } = await run('cat /proc/self/cgroup', [
          o.cgroupsPath(`/${name}`),
          o.namespace('cgroup', 'host'),
        ]);
        expect(stdout).toMatch(new RegExp(isV1 ? `:memory:/${name}$` : `^0::/${name}$`, 'm'));
      });

      test('overlayMount lays directories over each other, with : and , in their names', async () => {
        const dir = await directory({ 'a:b,c/low': 'low', 'upper/up': 'up' });
        await mkdir(join(dir, 'work'));
        const change = o.overlayMount('/mnt', {
          lower: [join(dir, 'a:b,c')],
          upper: join(dir, 'upper'),
          work: join(dir, 'work'),
        });
        const { stdout, stderr } = await run('cat /mnt/low /mnt/up; echo new > /mnt/new', [change]);
        expect({ stdout, stderr }).toEqual({ stdout: 'lowup', stderr: '' });
        expect(await readFile(join(dir, 'upper/new'), 'utf8')).toBe('new\n');
      });

      test('hostDevices: every device below a directory can be opened', async () => {
        const dir = await directory();
        text('mknod', join(dir, 'zero'), 'c', '1', '5');
        text('mknod', join(dir, 'hole'), 'c', '1', '3');
        const { stdout } = await run(`head -c 1 ${dir}/zero | wc -c; echo x > ${dir}/hole && echo written`, [
          o.mounts({ destination: dir, type: 'tmpfs', source: 'tmpfs' }),
          await o.hostDevices(dir),
        ]);
        expect(stdout).toBe('1\nwritten\n');
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
        const directories = [await directory({ 'hole.json': JSON.stringify(spec) })];
        const cdi = await o.loadCdi({ directories });
        const { stdout } = await run('echo $HOLE; head -c 3 /dev/hole | od -An -tx1', [
          await cdi.inject('caisson.test/hole=one'),
        ]);
        expect(stdout).toBe('1\n 00 00 00\n');
      });

      test('userFromRootfs, imageConfig: an image\u2019s root filesystem runs as its own user', async () => {
        const links = ['bin', 'sbin', 'lib', 'lib64'].map((path) => ({
          path,
          type: '2',
          link: `usr/${path}`,
        }));
        const dir = await directory({
          'a.tar': tarball(
            ...links,
            { path: 'etc/passwd', content: 'app:x:77:78::/:/bin/sh\n' },
            { path: 'usr/', type: '5', mode: 0o755 },
          ),
        });
        const rootfs = join(dir, 'rootfs');
        await o.unpackRootfs({ tar: join(dir, 'a.tar') }, rootfs);
        const config = { Cmd: ['sh', '-c', 'id -u; pwd; echo $A'], WorkingDir: '/usr', Env: ['A=b'] };
        const change = o.compose(
          o.bindMount('/usr', '/usr', { readonly: true }),
          await o.imageConfig(rootfs, config),
          await o.userFromRootfs(rootfs, 'app'),
        );
        const { stdout, stderr } = await runSpec(runtime, on, dir, o.pipe(o.baseSpec(runtime.name), change));
        expect({ stdout, stderr }).toEqual({ stdout: '77\n/usr\nb\n', stderr: '' });
      });

      test('envFile: its lines are the environment', async () => {
        const dir = await directory({ env: 'A=b c\n# no\nD=\n' });
        const { stdout } = await run('env | grep -E "^(A|D)="', [await o.envFile(join(dir, 'env'))]);
        expect(stdout.split('\n').sort().join(' ')).toBe(' A=b c D=');
      });

      test('hostRootfs: nothing can be written into the host, and its secrets are masked', async () => {
        const { stdout } = await run(
          'for f in /etc/x /usr/x /bin/x /x; do touch $f 2>/dev/null && echo wrote $f; done; cat /etc/shadow /etc/gshadow | wc -c; stat -c %a /tmp /root',
          [],
        );
        expect(stdout).toBe('0\n1777\n700\n');
      });

      test('rootless: a container of an unprivileged caller', async () => {
        const { stdout, stderr } = await run(
          'id -u; cat /proc/self/uid_map | tr -s " "; touch /usr/x 2>/dev/null || echo refused',
          [o.memoryLimit('64MiB'), o.rootless({ uid: 4321, gid: 4321 })],
          { id: 4321 },
        );
        expect({ stdout, stderr }).toEqual({ stdout: '0\n 0 4321 1\nrefused\n', stderr: '' });
      });

      test('nothing is left of all these containers', () => {
        const left = text(
          'sh',
          '-c',
          'find /sys/fs/cgroup -maxdepth 6 -type d -name "oci-spec-*" 2>/dev/null; grep caisson-oci-spec- /proc/self/mounts; ip netns list | grep oci-spec-; true',
        );
        expect(left).toBe('');
      });
    });
  },
);

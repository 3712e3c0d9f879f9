import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as o from '../../src/index.ts';
import { directory } from '../fixtures/directory.ts';

const base = o.baseSpec('runc');

describe('startup hooks', () => {
  test('travel with the spec and come back in order', () => {
    const spec = o.pipe(
      base,
      o.startupHook({ args: ['a', 'b"c'], cwd: '/' }),
      o.startupHook({ args: ['d'], cwd: '/x', env: ['A=1'] }),
    );
    expect(o.startupHooksOf(o.specFromJson(o.specToJson(spec)))).toEqual([
      { args: ['a', 'b"c'], cwd: '/' },
      { args: ['d'], cwd: '/x', env: ['A=1'] },
    ]);
    expect(o.startupHooksOf(base)).toEqual([]);
  });

  test.each(['{', '{}', '[1]', '[{"args":[],"cwd":"/"}]', '[{"args":["a"]}]'])(
    'that are %s are an error',
    (written) => {
      expect(() =>
        o.startupHooksOf({ ...base, annotations: { [o.startupHooksAnnotation]: written } }),
      ).toThrow(/startup-hooks: it is not/);
    },
  );
});

describe('GPUs of a spec', () => {
  test.each([
    ['a device node', o.device({ path: '/dev/nvidia0', type: 'c', major: 195, minor: 0 })],
    ['a bind mount of one', o.bindMount('/dev/dri/renderD128', '/dev/dri/renderD128')],
    ['NVIDIA_VISIBLE_DEVICES', o.env({ NVIDIA_VISIBLE_DEVICES: 'all' })],
    ['a CDI annotation', o.cdiAnnotation('p', '1', 'nvidia.com/gpu=all')],
  ])('are seen by %s', (_, change) => {
    expect([o.usesGpu(base), o.usesGpu(o.pipe(base, change))]).toEqual([false, true]);
  });

  test.each(['none', 'void', ''])('are not asked for by NVIDIA_VISIBLE_DEVICES=%s', (value) => {
    expect(o.usesGpu(o.pipe(base, o.env({ NVIDIA_VISIBLE_DEVICES: value })))).toBe(false);
  });

  test('of a host are its cards, not their helpers', async () => {
    const dev = await directory(
      Object.fromEntries(
        ['nvidia0', 'nvidia1', 'nvidiactl', 'nvidia-uvm', 'null', 'dri/renderD128', 'dri/card0'].map(
          (name) => [name, ''],
        ),
      ),
    );
    expect(await o.hostGpus(dev)).toEqual(['/dev/dri/renderD128', '/dev/nvidia0', '/dev/nvidia1']);
    expect(await o.hostGpus(join(dev, 'missing'))).toEqual([]);
  });
});

test('dockerInDocker adds what a daemon needs, to every set that counts', () => {
  const {
    bounding = [],
    effective,
    permitted,
  } = o.pipe(base, o.dockerInDocker()).process?.capabilities ?? {};
  expect(bounding).toEqual(
    expect.arrayContaining(['CAP_SYS_ADMIN', 'CAP_NET_ADMIN', 'CAP_SYS_PTRACE', 'CAP_MKNOD']),
  );
  expect([effective, permitted]).toEqual([bounding, bounding]);
});

test('privileged leaves no protection but namespaces', () => {
  const { process, linux, mounts } = o.pipe(base, o.apparmorProfile('p'), o.mountLabel('l'), o.privileged());
  expect(process).toMatchObject({ noNewPrivileges: false, capabilities: { bounding: o.knownCapabilities } });
  expect(process).not.toHaveProperty('apparmorProfile');
  expect(linux).toMatchObject({
    maskedPaths: [],
    readonlyPaths: [],
    resources: { devices: [{ allow: true, access: 'rwm' }] },
  });
  expect(linux).not.toHaveProperty('seccomp');
  expect(linux).not.toHaveProperty('mountLabel');
  expect(mounts?.filter(({ options }) => options?.includes('ro'))).toEqual([]);
});

test('rootless keeps what an unprivileged caller may have, and only that', () => {
  const spec = o.pipe(
    base,
    o.memoryLimit('1m'),
    o.cgroupsPath('/a'),
    o.additionalGids(5),
    o.rootless({ uid: 1000, gid: 100 }),
  );
  expect(o.validateSpec(spec)).toEqual([]);
  expect(spec.linux).toMatchObject({
    uidMappings: [{ containerID: 0, hostID: 1000, size: 1 }],
    gidMappings: [{ containerID: 0, hostID: 100, size: 1 }],
  });
  expect(spec.linux?.namespaces).toContainEqual({ type: 'user' });
  expect(spec.linux).not.toHaveProperty('resources');
  expect(spec.linux).not.toHaveProperty('cgroupsPath');
  expect(spec.process?.user).toEqual({ uid: 0, gid: 0 });
  expect(spec.mounts?.find(({ destination }) => destination === '/sys')).toMatchObject({
    source: '/sys',
    options: expect.arrayContaining(['rbind', 'rro']),
  });
  expect(JSON.stringify(spec.mounts)).not.toContain('gid=5');
});

test('rootless with ranges of ids keeps other users and groups', () => {
  const ids = [{ containerID: 0, hostID: 100_000, size: 65_536 }];
  const spec = o.pipe(
    base,
    o.user(7, 8, { additionalGids: [9, 99_999] }),
    o.rootless({ uid: 1000, gid: 100, uidMappings: ids, gidMappings: ids }),
  );
  expect(spec.process?.user).toEqual({ uid: 7, gid: 8, additionalGids: [9] });
  expect(JSON.stringify(spec.mounts)).toContain('gid=5');
});

describe('envFile', () => {
  test('reads lines as they stand', async () => {
    const dir = await directory({
      env: '\uFEFF# comment\nA=1\n\n  B="x y" # no comment\r\nC=\nD=a=b\nHOME\nNO_SUCH_VARIABLE_HERE\n__proto__=p\n',
    });
    const { process: made } = o.pipe({ ociVersion: '1.0.2' }, await o.envFile(join(dir, 'env')));
    expect(made?.env).toEqual([
      'A=1',
      'B="x y" # no comment',
      'C=',
      'D=a=b',
      `HOME=${process.env['HOME']}`,
      '__proto__=p',
    ]);
  });

  test('names the line that is wrong', async () => {
    const dir = await directory({ env: 'A=1\n=x\n' });
    await expect(o.envFile(join(dir, 'env'))).rejects.toThrow(/env:2/);
  });
});

test('hostDevices takes every device below a directory', async () => {
  const spec = o.pipe({ ociVersion: '1.0.2' }, await o.hostDevices('/dev/pts'));
  expect(spec.linux?.devices?.map(({ path }) => path)).toContain('/dev/pts/ptmx');
});

test('allCurrentCapabilities is this process\u2019s bounding set', async () => {
  const status = await readFile('/proc/self/status', 'utf8');
  const bits = [...BigInt(`0x${/CapBnd:\s*(\w+)/.exec(status)?.[1]}`).toString(2)].filter(
    (bit) => bit === '1',
  ).length;
  expect(
    o.pipe({ ociVersion: '1.0.2' }, await o.allCurrentCapabilities()).process?.capabilities?.bounding,
  ).toHaveLength(bits);
});

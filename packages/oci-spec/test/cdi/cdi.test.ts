import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Spec } from '@caisson/core';
import { isRuntimeError } from '@caisson/errors';
import { describe, expect, test } from 'vitest';
import type { CdiSpec } from '../../src/index.ts';
import { cdiDevicesOf, loadCdi, parseCdiName, pipe, watchCdi } from '../../src/index.ts';
import { directory } from '../fixtures/directory.ts';

const spec: Spec = { ociVersion: '1.0.2', process: { cwd: '/', args: ['sh'] } };
const file = (more: object = {}): object => ({
  cdiVersion: '1.1.0',
  kind: 'vendor.com/net',
  devices: [{ name: 'a', containerEdits: { env: ['A=1'] } }],
  ...more,
});
const json = (more: object = {}): string => JSON.stringify(file(more));
const device = (containerEdits: object, name = 'a'): object => ({ devices: [{ name, containerEdits }] });

const inject = async (content: string, before: Spec = spec, ...names: string[]): Promise<Spec> => {
  const cdi = await loadCdi({ directories: [await directory({ 'v.json': content })] });
  return pipe(before, await cdi.inject(...(names.length > 0 ? names : ['vendor.com/net=a'])));
};

const failure = async (promise: Promise<unknown>): Promise<string> => {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(isRuntimeError(error, 'ERR_DEVICES')).toBe(true);
  return (error as Error).message;
};

/** Why a file does not count. */
const errorOf = async (content: string, name = 'v.json'): Promise<string | undefined> => {
  const cdi = await loadCdi({ directories: [await directory({ [name]: content })] });
  return cdi.files()[0]?.error;
};

describe('directories', () => {
  test('the later one wins', async () => {
    const [first, second] = [
      await directory({ 'a.json': json(device({ env: ['A=first'] })) }),
      await directory({ 'b.json': json(device({ env: ['A=second'] })) }),
    ];
    const cdi = await loadCdi({ directories: [first, second] });
    expect(pipe(spec, await cdi.inject('vendor.com/net=a')).process?.env).toEqual(['A=second']);
  });

  test('.json and .yaml are read, other files are not, and nothing that lies deeper', async () => {
    const dir = await directory({
      'a.json': json(),
      'b.yaml':
        'cdiVersion: 1.1.0\nkind: vendor.com/disk\ndevices:\n- name: "0"\n  containerEdits:\n    env: [B=1]\n',
      'c.yml': 'no',
      'd.json.bak': 'no',
      'deeper/e.json': json({ kind: 'vendor.com/deep' }),
    });
    const cdi = await loadCdi({ directories: [dir] });
    expect(cdi.devices()).toEqual(['vendor.com/disk=0', 'vendor.com/net=a']);
    expect(cdi.files().map(({ error }) => error)).toEqual([undefined, undefined]);
  });

  test('they are absolute paths in a list, the only option', async () => {
    await expect(loadCdi({ directories: '/etc/cdi' } as never)).rejects.toThrow(/a list of directories/);
    await expect(loadCdi({ directories: ['cdi'] })).rejects.toThrow(/an absolute path/);
    await expect(loadCdi({ dirs: [] } as never)).rejects.toThrow(/no option dirs; known are directories/);
    await expect(watchCdi({ onchange: () => {} } as never)).rejects.toThrow(/no option onchange/);
  });

  test('a missing one is empty', async () => {
    const cdi = await loadCdi({ directories: [join(await directory(), 'missing')] });
    expect([cdi.devices(), cdi.files()]).toEqual([[], []]);
  });

  test('two devices of one name at equal priority: neither, and an error', async () => {
    const cdi = await loadCdi({ directories: [await directory({ 'a.json': json(), 'b.json': json() })] });
    expect(cdi.devices()).toEqual([]);
    expect(await failure(cdi.inject('vendor.com/net=a'))).toMatch(/more than one file.*a\.json.*b\.json/s);
  });

  test('a conflict in an earlier directory is settled by a later one', async () => {
    const [first, second] = [
      await directory({ 'a.json': json(), 'b.json': json() }),
      await directory({ 'c.json': json(device({ env: ['A=3'] })) }),
    ];
    const cdi = await loadCdi({ directories: [first, second] });
    expect(pipe(spec, await cdi.inject('vendor.com/net=a')).process?.env).toEqual(['A=3']);
  });
});

describe('parsing is strict', () => {
  test.each<[string, object, RegExp]>([
    ['an unknown field', { extra: 1 }, /extra: no such field/],
    ['an unknown field of a device node', device({ deviceNodes: [{ path: '/dev/a', paht: 1 }] }), /paht/],
    ['a cdiVersion that is not known', { cdiVersion: '9.0.0' }, /9\.0\.0.*not known/],
    ['no devices', { devices: [] }, /at least one device/],
    ['empty edits of a device', device({}), /at least one edit/],
    ['edits of empty lists', device({ env: [] }), /at least one edit/],
    ['a vendor that begins with a digit', { kind: '1vendor/net' }, /vendor\/class/],
    ['a class that ends in a dot', { kind: 'vendor/net.' }, /vendor\/class/],
    ['a kind without class', { kind: 'vendor' }, /vendor\/class/],
    ['a device name that ends in a dash', device({ env: ['A=1'] }, 'a-'), /letter or digit at both ends/],
    [
      'a device name that begins with a colon',
      device({ env: ['A=1'] }, ':a'),
      /letter or digit at both ends/,
    ],
    ['env without =', device({ env: ['A'] }), /NAME=value/],
    [
      'permissions that are none',
      device({ deviceNodes: [{ path: '/dev/a', permissions: 'rx' }] }),
      /of 'r', 'w' and 'm'/,
    ],
    ['a device type that is none', device({ deviceNodes: [{ path: '/dev/a', type: 'x' }] }), /'b', 'c'/],
    ['a mount without hostPath', device({ mounts: [{ containerPath: '/a' }] }), /hostPath/],
    ['a hook of no known name', device({ hooks: [{ hookName: 'prestop', path: '/a' }] }), /hook's name/],
    [
      'two devices of one name',
      {
        devices: [
          { name: 'a', containerEdits: { env: ['A=1'] } },
          { name: 'a', containerEdits: { env: ['A=1'] } },
        ],
      },
      /each device name once/,
    ],
  ])('%s', async (_, more, message) => {
    expect(await errorOf(json(more))).toMatch(message);
  });

  test.each<[string, string, object]>([
    ['mount types', '0.4.0', device({ mounts: [{ hostPath: '/a', containerPath: '/a', type: 'tmpfs' }] })],
    ['hostPath of device nodes', '0.5.0', device({ deviceNodes: [{ path: '/dev/a', hostPath: '/dev/b' }] })],
    ['device names that begin with a digit', '0.5.0', device({ env: ['A=1'] }, '0')],
    ['annotations', '0.6.0', { annotations: { 'a.b/c': 'd' } }],
    ['dots in the class', '0.6.0', { kind: 'vendor.com/net.fast' }],
    ['additionalGids', '0.7.0', device({ additionalGids: [5] })],
    ['intelRdt', '0.7.0', device({ intelRdt: { closID: 'a' } })],
    ['netDevices', '1.1.0', device({ netDevices: [{ hostInterfaceName: 'a', name: 'b' }] })],
    ['intelRdt.enableMonitoring', '1.1.0', device({ intelRdt: { enableMonitoring: true } })],
  ])('%s need cdiVersion %s', async (_, version, more) => {
    const versions = ['0.3.0', '0.4.0', '0.5.0', '0.6.0', '0.7.0', '0.8.0', '1.0.0', '1.1.0'];
    const before = versions[versions.indexOf(version) - 1];
    expect(await errorOf(json({ ...more, cdiVersion: before }))).toContain(`needs ${version}`);
    expect(await errorOf(json({ ...more, cdiVersion: version }))).toBeUndefined();
  });

  test('a device name may begin with a digit and hold colons', async () => {
    expect(await errorOf(json(device({ env: ['A=1'] }, '0:1')))).toBeUndefined();
    expect(parseCdiName('nvidia.com/gpu=0:1')).toEqual({ vendor: 'nvidia.com', class: 'gpu', device: '0:1' });
  });

  test('YAML is read as Go tools read it: 0666 is octal, and a device may be named 0:1 without quotes', async () => {
    const yaml =
      'cdiVersion: 1.1.0\nkind: v.com/c\ndevices:\n- name: 0:1\n  containerEdits:\n    deviceNodes:\n    - {path: /dev/x, type: c, major: 1, minor: 3, fileMode: 0666}\n';
    const cdi = await loadCdi({ directories: [await directory({ 'a.yaml': yaml })] });
    const changed = pipe(spec, await cdi.inject('v.com/c=0:1'));
    expect(changed.linux?.devices?.[0]?.fileMode).toBe(0o666);
  });
});

describe('injection', () => {
  test("goes in the order of the request, each file's own edits once before its first device's", async () => {
    const content = json({
      containerEdits: { hooks: [{ hookName: 'poststop', path: '/own' }] },
      devices: ['a', 'b'].map((name) => ({
        name,
        containerEdits: { hooks: [{ hookName: 'poststop', path: `/${name}` }] },
      })),
    });
    const changed = await inject(content, spec, 'vendor.com/net=b', 'vendor.com/net=a', 'vendor.com/net=b');
    expect(changed.hooks?.poststop?.map(({ path }) => path)).toEqual(['/own', '/b', '/a']);
  });

  test('is all or nothing, and names every device that is not there', async () => {
    const message = await failure(
      inject(json(), spec, 'vendor.com/net=a', 'vendor.com/net=x', 'other.com/y=z'),
    );
    expect(message).toContain('vendor.com/net=x, other.com/y=z');
    expect(message).not.toMatch(/^ {2}vendor\.com\/net=a is/m);
  });

  test('env replaces the same key', async () => {
    const before: Spec = { ...spec, process: { cwd: '/', env: ['A=0', 'B=2'] } };
    expect((await inject(json(), before)).process?.env).toEqual(['A=1', 'B=2']);
  });

  test('device nodes replace by path and add a cgroup rule of rwm by default', async () => {
    const before: Spec = { ...spec, linux: { devices: [{ path: '/dev/a', type: 'b', major: 9, minor: 9 }] } };
    const changed = await inject(
      json(device({ deviceNodes: [{ path: '/dev/a', type: 'c', major: 1, minor: 3 }] })),
      before,
    );
    expect(changed.linux).toEqual({
      devices: [{ path: '/dev/a', type: 'c', major: 1, minor: 3 }],
      resources: { devices: [{ allow: true, type: 'c', major: 1, minor: 3, access: 'rwm' }] },
    });
  });

  test('what a node leaves open is filled from the device at hostPath', async () => {
    const changed = await inject(
      json(device({ deviceNodes: [{ path: '/dev/hole', hostPath: '/dev/null', permissions: 'wr' }] })),
    );
    expect(changed.linux).toEqual({
      devices: [{ path: '/dev/hole', type: 'c', major: 1, minor: 3, fileMode: 0o666 }],
      resources: { devices: [{ allow: true, type: 'c', major: 1, minor: 3, access: 'rw' }] },
    });
  });

  test('a FIFO gets no rule', async () => {
    const changed = await inject(json(device({ deviceNodes: [{ path: '/dev/p', type: 'p' }] })));
    expect(changed.linux).toEqual({ devices: [{ path: '/dev/p', type: 'p' }] });
  });

  test('a node belongs to the user of a container that is not root', async () => {
    const before: Spec = { ...spec, process: { cwd: '/', user: { uid: 7, gid: 8 } } };
    const changed = await inject(json(device({ deviceNodes: [{ path: '/dev/null', gid: 9 }] })), before);
    expect(changed.linux?.devices?.[0]).toMatchObject({ uid: 7, gid: 9 });
  });

  test.each([
    ['is missing', '/dev/no-such-device', /no such file/],
    ['is no device', '/etc/passwd', /is not a device/],
  ])('a device that %s is an error', async (_, path, message) => {
    expect(await failure(inject(json(device({ deviceNodes: [{ path }] }))))).toMatch(message);
  });

  test('a device of another type than the file says is an error', async () => {
    expect(await failure(inject(json(device({ deviceNodes: [{ path: '/dev/null', type: 'b' }] }))))).toMatch(
      /type c, not b/,
    );
  });

  test('mounts replace by destination and are sorted by depth', async () => {
    const before: Spec = {
      ...spec,
      mounts: [
        { destination: '/a/b', source: 'old' },
        { destination: '/a/b/c', source: 'deep' },
      ],
    };
    const mounts = [
      { hostPath: '/new', containerPath: '/a/b', options: ['ro'] },
      { hostPath: '/top', containerPath: '/a' },
    ];
    expect((await inject(json(device({ mounts })), before)).mounts).toEqual([
      { destination: '/a', source: '/top' },
      { destination: '/a/b', source: '/new', options: ['ro'] },
      { destination: '/a/b/c', source: 'deep' },
    ]);
  });

  test('gids are deduplicated and 0 is ignored', async () => {
    const before: Spec = { ...spec, process: { cwd: '/', user: { additionalGids: [5] } } };
    expect(
      (await inject(json(device({ additionalGids: [0, 5, 6, 6] })), before)).process?.user?.additionalGids,
    ).toEqual([5, 6]);
  });

  test('the last intelRdt wins as a whole', async () => {
    const content = json({
      containerEdits: { intelRdt: { closID: 'own', memBwSchema: 'MB:0=1' } },
      ...device({ intelRdt: { closID: 'last' } }),
    });
    expect((await inject(content)).linux?.intelRdt).toEqual({ closID: 'last' });
  });

  test('interfaces of the host move in', async () => {
    const changed = await inject(json(device({ netDevices: [{ hostInterfaceName: 'eth1', name: 'eth0' }] })));
    expect(changed.linux?.netDevices).toEqual({ eth1: { name: 'eth0' } });
  });
});

describe('annotations', () => {
  test('hold qualified names between commas', () => {
    const annotations = {
      'cdi.k8s.io/p_2': 'v.com/c=b',
      'cdi.k8s.io/p_1': 'v.com/c=a,v.com/d=0',
      other: 'x',
    };
    expect(cdiDevicesOf({ ...spec, annotations })).toEqual(['v.com/c=a', 'v.com/d=0', 'v.com/c=b']);
  });

  test('one name that is none fails all', () => {
    const annotations = { 'cdi.k8s.io/p_1': 'v.com/c=a', 'cdi.k8s.io/p_2': 'nonsense' };
    expect(() => cdiDevicesOf({ ...spec, annotations })).toThrow(/nonsense.*no qualified name/);
  });
});

describe('unresolvable devices', () => {
  test('name the files read, those that failed and why, and what is near', async () => {
    const dir = await directory({
      'good.json': json(),
      'broken.json': '{',
      'old.yaml': 'cdiVersion: 0.0.9\n',
    });
    const cdi = await loadCdi({ directories: [dir] });
    const message = await failure(cdi.inject('vendor.com/nte=a'));
    expect(message).toContain('vendor.com/nte=a is not known; near it are vendor.com/net=a');
    expect(message).toContain(`files read: ${dir}/good.json`);
    expect(message).toMatch(/broken\.json does not count: .*JSON/);
    expect(message).toMatch(/old\.yaml does not count: .*kind/);
    expect(message).toContain(`directories: ${dir}`);
  });
});

describe('hostile files', () => {
  test('aliases that explode are refused', async () => {
    const bomb = [
      'a0: &a0 [x,x,x,x,x,x,x,x,x,x]',
      ...Array.from(
        { length: 12 },
        (_, n) => `a${n + 1}: &a${n + 1} [${Array(10).fill(`*a${n}`).join(',')}]`,
      ),
    ].join('\n');
    expect(await errorOf(bomb, 'v.yaml')).toMatch(/alias/i);
  });

  test('a file of many megabytes is refused unread', async () => {
    expect(await errorOf(' '.repeat(5 << 20))).toMatch(/larger than 4 MiB/);
  });

  test('a __proto__ key is no field that is known', async () => {
    expect(
      await errorOf(
        '{"cdiVersion":"1.1.0","kind":"v/c","__proto__":{},"devices":[{"name":"a","containerEdits":{"env":["A=1"]}}]}',
      ),
    ).toMatch(/__proto__|no such field/);
    expect(await errorOf('__proto__: {polluted: yes}\n', 'v.yaml')).toBeDefined();
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test('a link to nowhere, and a directory named like a file, do not hide the rest', async () => {
    const dir = await directory({ 'a.json': json() });
    await symlink('/no/such', join(dir, 'b.json'));
    await mkdir(join(dir, 'c.json'));
    const cdi = await loadCdi({ directories: [dir] });
    expect(cdi.devices()).toEqual(['vendor.com/net=a']);
    expect(cdi.files().filter(({ error }) => error !== undefined)).toHaveLength(2);
  });
});

describe('stale files', () => {
  test('tell of nodes whose numbers are not the host\u2019s, or that are gone', async () => {
    const nodes = [
      { path: '/dev/null', type: 'c', major: 1, minor: 3 },
      { path: '/dev/x', hostPath: '/dev/zero', type: 'c', major: 1, minor: 99 },
      { path: '/dev/gone', type: 'c', major: 1, minor: 3 },
    ];
    const cdi = await loadCdi({
      directories: [await directory({ 'v.json': json(device({ deviceNodes: nodes })) })],
    });
    expect((await cdi.stale()).map(({ path, wrong }) => [path, wrong])).toEqual([
      ['/dev/zero', 'it is c 1:5, not c 1:99'],
      ['/dev/gone', 'there is no such device'],
    ]);
  });
});

describe('a watched registry', () => {
  const changes = (): { readonly next: () => Promise<void>; readonly onChange: () => void } => {
    let settle = Promise.withResolvers<void>();
    return {
      next: async () => {
        await settle.promise;
        settle = Promise.withResolvers();
      },
      onChange: () => settle.resolve(),
    };
  };

  test('follows files that come, change and go, and a directory that was missing', async () => {
    const dir = await directory();
    const missing = join(dir, 'later');
    const { next, onChange } = changes();
    await using cdi = await watchCdi({ directories: [dir, missing], onChange });
    expect(cdi.devices()).toEqual([]);
    const until = async (devices: readonly string[]): Promise<void> => {
      while (JSON.stringify(cdi.devices()) !== JSON.stringify(devices)) await next();
    };
    await writeFile(join(dir, '.tmp'), json());
    await rename(join(dir, '.tmp'), join(dir, 'a.json'));
    await until(['vendor.com/net=a']);
    await writeFile(join(dir, 'a.json'), json({ kind: 'vendor.com/disk' }));
    await until(['vendor.com/disk=a']);
    await mkdir(missing);
    await writeFile(join(missing, 'b.json'), json());
    await until(['vendor.com/disk=a', 'vendor.com/net=a']);
    await rm(join(dir, 'a.json'));
    await until(['vendor.com/net=a']);
  });
});

describe('what nvidia-ctk writes', () => {
  test('nvidia.com/gpu=all gives nodes, libraries and hooks', async () => {
    const written: CdiSpec = {
      cdiVersion: '0.5.0',
      kind: 'nvidia.com/gpu',
      devices: [
        { name: '0', containerEdits: { deviceNodes: [{ path: '/dev/nvidia0', hostPath: '/dev/null' }] } },
        { name: 'all', containerEdits: { deviceNodes: [{ path: '/dev/nvidia0', hostPath: '/dev/null' }] } },
      ],
      containerEdits: {
        env: ['NVIDIA_VISIBLE_DEVICES=void'],
        deviceNodes: [{ path: '/dev/nvidiactl', hostPath: '/dev/zero' }],
        hooks: [
          {
            hookName: 'createContainer',
            path: '/usr/bin/nvidia-cdi-hook',
            args: ['nvidia-cdi-hook', 'update-ldcache', '--folder', '/usr/lib'],
          },
        ],
        mounts: [
          {
            hostPath: '/usr/lib/libcuda.so.1',
            containerPath: '/usr/lib/libcuda.so.1',
            options: ['ro', 'nosuid', 'nodev', 'rbind', 'rprivate'],
          },
        ],
      },
    };
    const changed = await inject(JSON.stringify(written), spec, 'nvidia.com/gpu=all');
    expect(changed.linux?.devices?.map(({ path }) => path)).toEqual(['/dev/nvidiactl', '/dev/nvidia0']);
    expect(changed.linux?.resources?.devices).toHaveLength(2);
    expect(changed.hooks?.createContainer?.[0]?.args?.[1]).toBe('update-ldcache');
    expect(changed.mounts?.[0]?.destination).toBe('/usr/lib/libcuda.so.1');
    expect(changed.process?.env).toEqual(['NVIDIA_VISIBLE_DEVICES=void']);
  });
});

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ErrorCode, Hook, Mount, Runtime, Spec } from '@caisson/core';
import { hostname } from '@caisson/oci-spec';
import { beforeAll, expect, it } from 'vitest';
import { limit } from './support/emulated.ts';
import { failure } from './support/failure.ts';
import { inBothModes } from './support/modes.ts';
import { world } from './support/world.ts';

const here = world();

inBothModes('a bundle', (waiting) => {
  let runtime: Runtime;
  beforeAll(async () => {
    runtime = await here.runtime({ waiting });
  });

  /** In each way to make a container. */
  const ways = (bundle: string): readonly (() => Promise<unknown>)[] => [
    () => runtime.run(here.id(), bundle),
    () => runtime.run(here.id(), bundle, { onCreated: () => {} }),
    () => runtime.create(here.id(), bundle),
  ];

  const changed = async (change: (spec: Spec) => unknown): Promise<string> => {
    const bundle = await here.bundle(['true']);
    const config = join(bundle, 'config.json');
    const text = JSON.stringify(change(JSON.parse(readFileSync(config, 'utf8')) as Spec));
    writeFileSync(config, text ?? 'undefined');
    return bundle;
  };

  const withConfig = async (work: (config: string) => void): Promise<string> => {
    const bundle = await here.bundle(['true']);
    work(join(bundle, 'config.json'));
    return bundle;
  };

  it.each<[string, () => Promise<string>, RegExp]>([
    ['that is not there', async () => '/no/such/bundle', /no such file/],
    ['that is a file', async () => '/etc/passwd', /passwd.config\.json/],
    ['whose path is empty', async () => '', /path of a directory/],
    ['whose path is no string', async () => 7 as never, /path of a directory/],
    ['without a config.json', () => withConfig(rmSync), /no such file/],
    [
      'whose config.json is a directory',
      () =>
        withConfig((path) => {
          rmSync(path);
          mkdirSync(path);
        }),
      /EISDIR/,
    ],
    ['whose config.json is empty', () => withConfig((path) => writeFileSync(path, '')), /JSON/],
    [
      'whose config.json is broken',
      () => withConfig((path) => writeFileSync(path, '{"ociVersion":')),
      /JSON/,
    ],
    ['whose config.json is an array', () => changed(() => []), /no object/],
    ['whose config.json is null', () => changed(() => null), /no object/],
    ['without a version', () => changed(({ ociVersion: _, ...rest }) => rest), /ociVersion/],
    ['without a process', () => changed(({ process: _, ...rest }) => rest), /process\.args/],
    [
      'without args',
      () => changed((spec) => ({ ...spec, process: { ...spec.process, args: undefined } })),
      /process\.args/,
    ],
    [
      'with empty args',
      () => changed((spec) => ({ ...spec, process: { ...spec.process, args: [] } })),
      /process\.args/,
    ],
    [
      'whose args are no strings',
      () => changed((spec) => ({ ...spec, process: { ...spec.process, args: [1] } })),
      /process\.args/,
    ],
    ['without a root', () => changed(({ root: _, ...rest }) => rest), /root\.path/],
    [
      'whose root is missing',
      () => changed((spec) => ({ ...spec, root: { path: '/no/such/root' } })),
      /\/no\/such\/root/,
    ],
    [
      'whose root is a file',
      () => changed((spec) => ({ ...spec, root: { path: '/etc/passwd' } })),
      /\/etc\/passwd/,
    ],
  ])('%s is refused with where and what, before anything is started', async (_what, make, reason) => {
    const bundle = await make();
    for (const work of ways(bundle)) {
      const error = await failure('ERR_INVALID_SPEC', work());
      expect(error.reason).toMatch(reason);
      expect(error.runtime).toBe('runc');
    }
    expect(here.remains.now()).toEqual([]);
  });

  it('that wants a terminal without being given one is refused', async () => {
    const code = runtime.capabilities.terminal ? 'ERR_INVALID_SPEC' : 'ERR_NOT_SUPPORTED';
    const bundle = await changed((spec) => ({ ...spec, process: { ...spec.process, terminal: true } }));
    for (const work of ways(bundle)) await failure(code, work());
    expect(here.remains.now()).toEqual([]);
  });

  const mount =
    (rest: Partial<Mount>) =>
    (spec: Spec): Spec => ({
      ...spec,
      mounts: [...(spec.mounts ?? []), { destination: '/tmp/x', type: 'tmpfs', source: 'tmpfs', ...rest }],
    });
  const linux = (rest: object) => (spec: Spec) => ({ ...spec, linux: { ...spec.linux, ...rest } });
  const hook = (name: 'prestart' | 'createRuntime' | 'createContainer', one: Hook) => (spec: Spec) => ({
    ...spec,
    hooks: { [name]: [one] },
  });
  const failing: Hook = { path: '/bin/sh', args: ['sh', '-c', 'echo no such network >&2; exit 4'] };

  it.each<[string, ErrorCode, (spec: Spec) => unknown, RegExp]>([
    [
      'a namespace of no known type',
      'ERR_INVALID_SPEC',
      linux({ namespaces: [{ type: 'mount' }, { type: 'dream' }] }),
      /dream/,
    ],
    [
      'a namespace whose path is missing',
      'ERR_INVALID_SPEC',
      linux({ namespaces: [{ type: 'mount' }, { type: 'network', path: '/no/such/ns' }] }),
      /ns/,
    ],
    [
      'a hostname without a UTS namespace',
      'ERR_INVALID_SPEC',
      (spec) =>
        hostname('x')({
          ...spec,
          linux: { ...spec.linux, namespaces: [{ type: 'mount' }, { type: 'pid' }] },
        }),
      /UTS/i,
    ],
    [
      'a mount of no known type',
      'ERR_INVALID_SPEC',
      mount({ type: 'nosuchfs', source: 'none' }),
      /nosuchfs|no such device/,
    ],
    [
      'a mount whose source is missing',
      'ERR_INVALID_SPEC',
      mount({ type: 'bind', source: '/no/such/source', options: ['bind'] }),
      /source/,
    ],
    ['an option that no such mount has', 'ERR_INVALID_SPEC', mount({ options: ['size=never'] }), /mount/],
    [
      'a memory limit that is below the least',
      'ERR_INVALID_SPEC',
      linux({ resources: { memory: { limit: 1 } } }),
      /memory/,
    ],
    [
      'processors that are not there',
      'ERR_RUNTIME_FAILED',
      linux({ resources: { cpu: { cpus: '4000' } } }),
      /cpuset/,
    ],
    ['a prestart hook that fails', 'ERR_RUNTIME_FAILED', hook('prestart', failing), /hook|prestart/],
    ['a createRuntime hook that fails', 'ERR_RUNTIME_FAILED', hook('createRuntime', failing), /hook/],
    [
      'a createRuntime hook that is missing',
      'ERR_RUNTIME_FAILED',
      hook('createRuntime', { path: '/no/such/hook' }),
      /hook/,
    ],
    ['a createContainer hook that fails', 'ERR_RUNTIME_FAILED', hook('createContainer', failing), /hook/],
    [
      'a user that cannot be',
      'ERR_INVALID_SPEC',
      (spec) => ({ ...spec, process: { ...spec.process, user: { uid: -1, gid: 0 } } }),
      /./,
    ],
    ['a wrong type in it', 'ERR_INVALID_SPEC', (spec) => ({ ...spec, hostname: 7 }), /unmarshal/],
    [
      'an rlimit of no known type',
      'ERR_INVALID_SPEC',
      (spec) => ({
        ...spec,
        process: { ...spec.process, rlimits: [{ type: 'RLIMIT_NONE', soft: 1, hard: 1 }] },
      }),
      /rlimit/i,
    ],
    [
      'a working directory that cannot be made',
      'ERR_RUNTIME_FAILED',
      (spec) => ({ ...spec, process: { ...spec.process, cwd: '/etc/passwd/x' } }),
      /./,
    ],
  ])('that runc refuses for %s leaves nothing, not even a cgroup', async (_what, code, change, words) => {
    const bundle = await changed(change);
    for (const work of ways(bundle)) {
      expect((await failure(code, work())).words).toMatch(words);
      expect(here.remains.now()).toEqual([]);
    }
  });

  it.each(['prestart', 'createRuntime', 'createContainer'] as const)(
    'whose %s hook hangs is given up at verbTimeoutMs, and leaves nothing of a create that was cut off',
    async (name) => {
      const patient = await here.runtime({ waiting, verbTimeoutMs: limit(400) });
      const hanging: Hook = { path: '/bin/sh', args: ['sh', '-c', 'sleep 1000; true'] };
      const bundle = await changed(hook(name, hanging));
      await failure('ERR_TIMEOUT', patient.run(here.id(), bundle));
      expect(here.remains.now()).toEqual([]);
      await failure('ERR_TIMEOUT', patient.run(here.id(), bundle, { onCreated: () => {} }));
      expect(here.remains.now()).toEqual([]);
      await failure('ERR_TIMEOUT', patient.create(here.id(), bundle));
      expect(here.remains.now()).toEqual([]);
    },
  );
});

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Spec } from '@caisson/core';
import { args, baseSpec, pipe } from '@caisson/oci-spec';
import { describe, expect, it } from 'vitest';
import { failure } from '../../runc/test/support/failure.ts';
import { bundleFlags } from '../src/flags/bundle.ts';
import { keptFlags } from '../src/flags/kept.ts';
import { preparing } from '../src/spec/prepare.ts';
import { onOne, world } from './support/world.ts';

const base = pipe(baseSpec('runsc'), args('true'));
const told: string[] = [];
const prepare = preparing({ onWarning: (warning) => void told.push(warning) });
const device = (path: string) => ({ path, type: 'c', major: 195, minor: 0 }) as const;
const withLinux = (linux: Spec['linux']): Spec => ({ ...base, linux: { ...base.linux, ...linux } });
const warned = (): readonly string[] => told.splice(0);

describe('prepare', () => {
  it('leaves what is fit as it is, and its argument in any case', () => {
    expect(prepare(base, false)).toEqual(base);
    const spec = withLinux({ seccomp: { defaultAction: 'SCMP_ACT_ALLOW' } });
    const before = structuredClone(spec);
    expect(prepare(spec, false)).toEqual(base);
    expect(spec).toEqual(before);
    expect(warned()).toEqual([]);
  });

  it('takes out device nodes and AppArmor, with a warning', () => {
    const spec = withLinux({ devices: [device('/dev/fuse')] });
    const armoured = { ...spec, process: { ...spec.process, apparmorProfile: 'x' } } as Spec;
    expect(prepare(armoured, false)).toEqual(base);
    expect(warned().join()).toMatch(/linux\.devices: taken out.*\/dev\/fuse.*apparmorProfile/);
  });

  it('warns of namespaces that a sandbox cannot share', () => {
    const namespaces = (base.linux?.namespaces ?? []).filter(({ type }) => type !== 'pid');
    prepare(withLinux({ namespaces }), false);
    expect(warned().join()).toMatch(/its own pid all the same/);
  });

  it.each<[string, Spec]>([
    ['hooks.startContainer', { ...base, hooks: { startContainer: [{ path: '/bin/true' }] } }],
    ['linux.sysctl', withLinux({ sysctl: { 'kernel.shmmax': '1' } })],
    ['mounts[0].type', { ...base, mounts: [{ destination: '/x', type: 'ext9', source: 'none' }] }],
    ['process.selinuxLabel', { ...base, process: { ...base.process, selinuxLabel: 'x' } } as Spec],
    ['linux.rootfsPropagation', withLinux({ rootfsPropagation: 'shared' })],
    ['linux.namespaces', withLinux({ namespaces: [{ type: 'network', path: '/run/netns/x' }] })],
    ['linux.devices', withLinux({ devices: [device('/dev/kfd')] })],
  ])('refuses %s, which gVisor would refuse or ignore', async (path, spec) => {
    const refused = await failure('ERR_INVALID_SPEC', (async () => prepare(spec, false))());
    expect(refused.reason).toContain(`${path}: `);
  });

  it('records that a container uses GPUs, by nodes or by CDI names, and keeps NVIDIA’s nodes', () => {
    const nodes = [device('/dev/nvidia0'), device('/dev/nvidiactl')];
    const fit = prepare(withLinux({ devices: [...nodes, device('/dev/fuse')] }), false);
    expect(fit.annotations).toMatchObject({ 'dev.caisson.gpu': 'nvidia' });
    expect(fit.linux?.devices).toEqual(nodes);
    const cdi = { ...base, annotations: { 'cdi.k8s.io/x_y': 'nvidia.com/gpu=0' } };
    expect(prepare(cdi, false).annotations).toMatchObject({ 'dev.caisson.gpu': 'nvidia' });
    expect(prepare(base, false).annotations).toBeUndefined();
  });

  it('adds what Docker needs where it is asked to', () => {
    const fit = prepare(base, true);
    expect(fit.annotations).toMatchObject({ 'dev.caisson.docker': 'true' });
    expect(fit.process?.capabilities?.bounding).toContain('CAP_SYS_ADMIN');
  });
});

const here = world();

onOne('a bundle’s own flags', (way) => {
  const flagsOf = async (spec: Spec, global: readonly string[]): Promise<readonly string[]> => {
    const bundle = await here.bundle(['true']);
    writeFileSync(join(bundle, 'config.json'), JSON.stringify(spec));
    return bundleFlags(bundle, {
      global: new Set(global),
      version: '20240729',
      flags: async () => new Set(),
    });
  };

  it('are nvproxy for GPUs alone, and an error where this binary has none', async () => {
    const gpu = prepare(withLinux({ devices: [device('/dev/nvidiactl')] }), false);
    expect(await flagsOf(gpu, ['--nvproxy'])).toEqual(['--nvproxy=true']);
    expect(await flagsOf(base, ['--nvproxy'])).toEqual([]);
    const lacking = await failure('ERR_NOT_SUPPORTED', flagsOf(gpu, []));
    expect(lacking.reason).toMatch(/no --nvproxy; runsc 20230306 or later/);
  });

  it('are Docker’s as this release spells them', async () => {
    const docker = prepare(base, true);
    const old = '--TESTONLY-allow-packet-endpoint-write';
    expect(await flagsOf(docker, [])).toEqual(['--net-raw=true']);
    expect(await flagsOf(docker, [old])).toEqual(['--net-raw=true', `${old}=true`]);
    expect(await flagsOf(docker, [old, '--allow-packet-socket-write'])).toContain(
      '--allow-packet-socket-write=true',
    );
  });

  it('are kept with the container, and those of others stay without', async () => {
    const runtime = await here.runtime(way);
    const [plain, docker] = [here.id(), here.id()];
    const bundle = await here.bundle(['sleep', '1000']);
    const spec = JSON.parse(readFileSync(join(bundle, 'config.json'), 'utf8')) as Spec;
    const marked = await here.bundle(['sleep', '1000']);
    writeFileSync(join(marked, 'config.json'), JSON.stringify(prepare(spec, true)));
    await runtime.create(plain, bundle);
    await runtime.create(docker, marked);
    expect(keptFlags(join(here.root, plain))).not.toContain('--net-raw=true');
    expect(keptFlags(join(here.root, docker))).toContain('--net-raw=true');
    for (const id of [plain, docker]) await runtime.delete(id, { force: true });
  });
});

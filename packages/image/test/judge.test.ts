import { appendFileSync, mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImageDifference, ImageManifest, Spec } from '@caisson/core';
import { describe, expect, it } from 'vitest';
import { describeHost, type JudgeOptions, judge, manifestName, refusal } from '../src/index.ts';
import { images, make, spec } from './made.ts';

const dir = images();
let made = 0;
const image = (changes: Partial<ImageManifest> = {}): Promise<string> =>
  make(join(dir, `image-${++made}`), changes);
const runc = { name: 'runc', version: '1.3.6' };

/** What differs, and how much it matters. */
const told = async (path: string, options: JudgeOptions = {}): Promise<readonly string[]> => {
  const { differences } = await judge(path, { runtime: runc, spec, ...options });
  return differences.map(({ what, severity }) => `${what} ${severity}`);
};

describe('an image of this host', () => {
  it('restores here, and has no difference', async () => {
    const path = await image();
    expect(await judge(path, { runtime: runc, spec })).toMatchObject({
      restores: true,
      manifest: { container: 'web-1', runtime: runc },
      differences: [],
    });
    expect(refusal(path, await judge(path))).toBeUndefined();
  });

  it('is none any more when a file is shorter, changed, or missing', async () => {
    const [shorter, changed, missing] = [await image(), await image(), await image()];
    truncateSync(join(shorter, 'pages-1.img'), 9_999);
    writeFileSync(join(changed, 'pages-1.img'), `${'p'.repeat(9_999)}q`);
    rmSync(join(missing, 'inventory.img'));
    for (const path of [shorter, changed, missing]) expect(await told(path)).toEqual(['files fatal']);
    expect(await told(changed, { checksums: false })).toEqual([]);
    expect(refusal(shorter, await judge(shorter), { id: 'x' })).toMatchObject({
      code: 'ERR_IMAGE_INCOMPATIBLE',
      id: 'x',
      reason: 'files: pages-1.img has 9999 bytes and was written with 10000',
    });
  });

  it('goes on from pre-dumps, which are judged with it and restored by none', async () => {
    const parent = await image({ preDump: true });
    const child = await image({ parent: `../image-${made}` });
    expect(await told(parent)).toEqual(['preDump fatal']);
    expect(await told(child)).toEqual([]);
    truncateSync(join(parent, 'pages-1.img'), 1);
    expect(await told(child)).toEqual(['files fatal']);
    const looped = await image({ parent: '.' });
    expect(await told(looped)).toEqual(['files fatal']);
  });
});

it('judges no image, an empty one, one without a manifest and one whose manifest is broken', async () => {
  expect(await told(join(dir, 'nowhere'))).toEqual(['files fatal']);
  mkdirSync(join(dir, 'empty'));
  expect(await told(join(dir, 'empty'))).toEqual(['files fatal']);
  const path = await image();
  rmSync(join(path, manifestName));
  expect(await judge(path)).toMatchObject({
    restores: true,
    differences: [{ what: 'manifest', severity: 'risky' }],
  });
  for (const text of ['{', 'null', '{"format":2}', '{"format":1}']) {
    writeFileSync(join(path, manifestName), text);
    expect(await told(path)).toEqual(['manifest fatal']);
  }
});

it('judges the runtime: another is fatal, another release for gVisor alone', async () => {
  const path = await image();
  expect(await told(path, { runtime: { name: 'crun', version: '1.3.6' } })).toEqual(['runtime fatal']);
  expect(await told(path, { runtime: { name: 'runc', version: '1.4.0' } })).toEqual([
    'runtime.version harmless',
  ]);
  const gvisor = await image({ runtime: { name: 'runsc', version: 'release-20260224.0' } });
  const runtime = { name: 'runsc', version: 'release-20260302.0' };
  expect(await told(gvisor, { runtime })).toEqual(['runtime.version fatal']);
  expect(await told(gvisor, { runtime: { name: 'runsc' } })).toEqual([]);
});

it('judges the host: architecture, kernel and the features of the processor', async () => {
  const path = await image({
    kernel: '6.12.5',
    architecture: 'x64',
    cpu: { features: ['avx', 'avx512f', 'fma', 'hle'] },
  });
  const here = { ...describeHost(), kernel: '6.12.5', architecture: 'x64' };
  const on = (host: Partial<typeof here>): Promise<readonly string[]> =>
    told(path, { host: { ...here, cpu: { features: ['avx', 'avx512f', 'fma', 'hle'] }, ...host } });
  expect(await on({})).toEqual([]);
  expect(await on({ architecture: 'arm64' })).toEqual(['architecture fatal']);
  expect(await on({ kernel: '6.18.0' })).toEqual(['kernel harmless']);
  expect(await on({ kernel: '6.1.0' })).toEqual(['kernel risky']);
  expect(await on({ cpu: { features: ['avx'] } })).toEqual(['cpu fatal', 'cpu risky', 'cpu harmless']);
});

it('judges the spec by what a restore needs: neither environment nor sources', async () => {
  const path = await image();
  const like = (changes: Partial<Spec>): Promise<readonly string[]> =>
    told(path, { spec: { ...spec, ...changes } });
  expect(await like({ hostname: 'other', root: { path: '/elsewhere' } })).toEqual([]);
  expect(await like({ process: { ...spec.process, args: ['server'], cwd: '/', env: ['A=2'] } })).toEqual([]);
  expect(await like({ mounts: [{ destination: '/data', type: 'bind', source: '/srv/two' }] })).toEqual([]);
  expect(await like({ mounts: [] })).toEqual(['spec.mounts fatal']);
  expect(await like({ linux: { namespaces: [{ type: 'pid' }] } })).toEqual(['spec.namespaces fatal']);
  expect(await like({ process: { args: ['other'], cwd: '/' } })).toEqual(['spec.process harmless']);
});

it('lets plug-ins judge what they told, and misses one that is not given', async () => {
  const path = await image({ plugins: { gpu: { model: 'H100' } } });
  const difference: ImageDifference = {
    what: 'gpu',
    severity: 'fatal',
    image: 'H100',
    message: 'there is none',
  };
  const gpu = {
    name: 'gpu',
    suspend: async () => async () => {},
    verify: async () => {},
    resume: async () => {},
    judge: async (said: unknown) => (said ? [difference] : []),
  };
  expect((await judge(path, { plugins: [gpu] })).differences).toEqual([difference]);
  expect(await told(path)).toEqual(['plugins.gpu risky']);
  expect(await told(await image(), { plugins: [gpu] })).toEqual([]);
});

it('says nothing of files that are there beside those of the manifest', async () => {
  const path = await image();
  appendFileSync(join(path, 'restore.log'), 'x');
  expect(await told(path)).toEqual([]);
});

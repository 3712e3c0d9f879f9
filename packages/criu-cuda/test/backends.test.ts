import { join } from 'node:path';
import type { CheckpointTarget, Process } from '@caisson/core';
import { describe, expect, it } from 'vitest';
import { fakeCuda, gpu } from './fixtures/fake-cuda.ts';

const program = join(import.meta.dirname, 'fixtures', 'cuda-checkpoint');

describe('the driver’s floor', () => {
  it.each([
    ['545.23', {}, /needs driver 550/],
    ['560.35', { backend: 'driver' }, /needs driver 570/],
    ['570.86', { deviceMap: { [gpu.uuid]: gpu.uuid } }, /needs driver 580/],
  ] as const)('of %s refuses %j', async (driver, options, words) => {
    const fake = fakeCuda(driver);
    fake.set(11, 'running');
    await expect(fake.plugin(options).suspend(fake.target([11]))).rejects.toMatchObject({
      code: 'ERR_DEVICES',
      reason: expect.stringMatching(words),
    });
    expect(fake.log()).toEqual([]);
  });

  it('of 555 gives a lock no time limit of its own', async () => {
    const fake = fakeCuda('555.42');
    fake.set(11, 'running');
    await fake.plugin().suspend(fake.target([11]));
    expect(fake.log()).toEqual(['lock 11', 'checkpoint 11']);
  });

  it('is none of a host without a driver: nothing on it uses CUDA', async () => {
    const fake = fakeCuda();
    fake.host.driver = () => undefined;
    const plugin = fake.plugin();
    await (await plugin.suspend(fake.target([11])))();
    await plugin.resume(fake.target([11]));
    expect(fake.log()).toEqual([]);
  });
});

describe('the backend', () => {
  it('is CRIU’s own plug-in where it works, which is given the time that is needed', async () => {
    const fake = fakeCuda();
    fake.host.criuPlugin = () => true;
    fake.set(11, 'running');
    const plugin = fake.plugin({ lockTimeoutMs: 90_000, stepTimeoutMs: 120_000 });
    const target = fake.target([11]);
    const undo = await plugin.suspend(target);
    expect(plugin.toolTimeoutMs).toBe(120_000);
    expect(await plugin.describe?.(target)).toMatchObject({ backend: 'criu', used: { [gpu.uuid]: 1_000 } });
    await undo();
    await plugin.resume(target);
    expect(fake.log()).toEqual([]);
    expect(fake.states(11)).toEqual(['running']);
  });

  it('is not taken for CRIU’s where its driver or its program is missing', async () => {
    const fake = fakeCuda();
    fake.set(11, 'running');
    const suspend = (): Promise<unknown> => fake.plugin({ backend: 'criu' }).suspend(fake.target([11]));
    await expect(suspend()).rejects.toMatchObject({ reason: expect.stringContaining('no CUDA plug-in') });
    fake.host.criuPlugin = () => true;
    fake.host.find = () => undefined;
    await expect(suspend()).rejects.toMatchObject({ reason: expect.stringContaining('no CUDA plug-in') });
  });

  it('says what is missing', async () => {
    const fake = fakeCuda();
    fake.set(11, 'running');
    fake.host.find = () => undefined;
    const reason = async (options: object): Promise<unknown> =>
      fake
        .plugin(options)
        .suspend(fake.target([11]))
        .catch((error: { reason: string }) => error.reason);
    expect(await reason({ backend: 'program' })).toContain('install NVIDIA');
    expect(await reason({ library: '/no/libcuda.so' })).toContain('/no/libcuda.so does not load');
    expect(await reason({ library: 'libc.so.6' })).toContain('lacks cuCheckpointProcessGetState');
  });
});

describe('in gVisor', () => {
  /** exec in a sandbox whose processes have pids of their own, played on the host. */
  const sandbox = (fake: ReturnType<typeof fakeCuda>): { target: CheckpointTarget; execs: Process[] } => {
    const execs: Process[] = [];
    const { runtime } = fake.target([]);
    const { spawnSync } = process.getBuiltinModule('node:child_process');
    const target = fake.target([], {
      runtime: {
        ...runtime,
        name: 'runsc',
        processes: async () => [{ pid: 1_001 }, { pid: 1_002 }],
        exec: async (_id, one, { stdout } = {}) => {
          execs.push(one);
          const { status, stdout: out, stderr } = spawnSync(program, one.args?.slice(1) ?? []);
          if (typeof stdout === 'function') await stdout(Buffer.concat([out, stderr]));
          const exitCode = status ?? 0;
          return { exitCode, signal: null, oomKilled: false, oomKills: 0, finishedAt: new Date() };
        },
      },
    });
    return { target, execs };
  };

  it('the program is run inside, for each process that uses CUDA there', async () => {
    const fake = fakeCuda();
    fake.set(1_001, 'running');
    const { target, execs } = sandbox(fake);
    const undo = await fake.plugin().suspend(target);
    expect(fake.log()).toEqual(['lock 1001 timeout 30000', 'checkpoint 1001']);
    await undo();
    expect(fake.states(1_001)).toEqual(['running']);
    expect(execs[0]).toEqual({
      args: ['/usr/bin/cuda-checkpoint', '--get-state', '--pid', '1001'],
      cwd: '/',
    });
  });

  it('a release that runs the program by itself is told where it is, and nothing is run', async () => {
    const fake = fakeCuda();
    fake.set(1_001, 'running');
    const { target, execs } = sandbox(fake);
    const able = { ...target, runtime: { ...target.runtime, suspendsCuda: async () => true } };
    for (const [programInside, path] of [
      ['/opt/cuda-checkpoint', '/opt/cuda-checkpoint'],
      ['release', '/usr/bin/cuda-checkpoint'],
    ] as const) {
      const plugin = fake.plugin({ programInside });
      expect(plugin.cudaProgram).toBe(path);
      await (await plugin.suspend(able))();
      expect(await plugin.describe?.(able)).toMatchObject({ backend: 'release' });
      const imagePath = fake.image(await plugin.describe?.(able));
      await plugin.resume({ ...able, imagePath });
    }
    expect(execs).toEqual([]);
  });

  it('an image is brought back by what has suspended it, whatever the release can do', async () => {
    const fake = fakeCuda();
    fake.set(1_001, 'running');
    const { target } = sandbox(fake);
    const plugin = fake.plugin();
    await plugin.suspend(target);
    const imagePath = fake.image(await plugin.describe?.(target));
    const able = { ...target, imagePath, runtime: { ...target.runtime, suspendsCuda: async () => true } };
    await plugin.resume(able);
    expect(fake.states(1_001)).toEqual(['running']);
  });

  it('a device map is not the release’s to follow: the program is run inside', async () => {
    const fake = fakeCuda();
    fake.set(1_001, 'running');
    const { target, execs } = sandbox(fake);
    const able = { ...target, runtime: { ...target.runtime, suspendsCuda: async () => true } };
    const plugin = fake.plugin({ deviceMap: { [gpu.uuid]: gpu.uuid } });
    expect(plugin.cudaProgram).toBeUndefined();
    await plugin.suspend(able);
    expect(execs).not.toEqual([]);
    const both = fake.plugin({ deviceMap: { [gpu.uuid]: gpu.uuid }, programInside: 'release' }).suspend(able);
    await expect(both).rejects.toMatchObject({ reason: expect.stringContaining('no deviceMap') });
  });

  it.each([
    [{ programInside: 'release' }, /no --cuda-checkpoint-path/],
    [{ backend: 'driver' }, /the program alone/],
    [{ backend: 'criu' }, /the program alone/],
  ] as const)('refuses %j where it cannot be', async (options, reason) => {
    const fake = fakeCuda();
    fake.set(1_001, 'running');
    await expect(fake.plugin(options).suspend(sandbox(fake).target)).rejects.toMatchObject({
      code: 'ERR_DEVICES',
      reason: expect.stringMatching(reason),
    });
  });
});

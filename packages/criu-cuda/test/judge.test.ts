import { describe, expect, it } from 'vitest';
import type { CudaOptions, CudaWarning } from '../src/index.ts';
import { cuda } from '../src/index.ts';
import { fakeCuda, gpu } from './fixtures/fake-cuda.ts';

const other = 'GPU-ffeeddcc-bbaa-9988-7766-554433221100';

/** What the plug-in says of an image with one process on one device. */
const described = async (fake: ReturnType<typeof fakeCuda>, options: CudaOptions = {}): Promise<unknown> => {
  fake.set(11, 'running');
  const plugin = fake.plugin(options);
  const target = fake.target([11]);
  const undo = await plugin.suspend(target);
  const said = await plugin.describe?.(target);
  await undo();
  return said;
};

const told = async (
  fake: ReturnType<typeof fakeCuda>,
  said: unknown,
  options: CudaOptions = {},
): Promise<readonly string[]> =>
  ((await fake.plugin(options).judge?.(said)) ?? []).map(({ what, severity }) => `${what} ${severity}`);

describe('an image', () => {
  it('tells driver, devices and the memory that is needed on each', async () => {
    expect(await described(fakeCuda())).toEqual({
      driver: '580.65.06',
      backend: 'program',
      processes: 1,
      gpus: [{ uuid: gpu.uuid, model: 'H100', memory: 81_559 }],
      used: { [gpu.uuid]: 1_000 },
      warnings: [],
    });
  });

  it('restores on the host that it was made on, and on none whose driver or device is another', async () => {
    const fake = fakeCuda();
    const said = await described(fake);
    expect(await told(fake, said)).toEqual([]);
    expect(await told(fake, undefined)).toEqual([]);
    fake.host.gpus = async () => [{ ...gpu, model: 'A100' }];
    expect(await told(fake, said)).toEqual(['cuda.model fatal']);
    fake.host.gpus = async () => [{ ...gpu, uuid: other }];
    expect(await told(fake, said)).toEqual(['cuda.gpu fatal']);
    fake.host.gpus = async () => [{ ...gpu, free: 999 }];
    expect(await told(fake, said)).toEqual(['cuda.memory fatal']);
    fake.host.gpus = async () => {
      throw new Error('no nvidia-smi');
    };
    expect(await told(fake, said)).toEqual(['cuda.gpus risky']);
    fake.host.driver = () => '575.10';
    expect(await told(fake, said)).toEqual(['cuda.driver fatal', 'cuda.gpus risky']);
    fake.host.driver = () => undefined;
    expect(await told(fake, said)).toEqual(['cuda.driver fatal']);
  });

  it('restores on other devices by a map that names every one, with driver 580', async () => {
    const fake = fakeCuda();
    const said = await described(fake);
    fake.host.gpus = async () => [{ ...gpu, uuid: other }];
    expect(await told(fake, said, { deviceMap: { [gpu.uuid]: other } })).toEqual([]);
    expect(await told(fake, said, { deviceMap: { [other]: other } })).toEqual(['cuda.deviceMap fatal']);
    fake.host.driver = () => '570.1';
    expect(await told(fake, said, { deviceMap: { [gpu.uuid]: other } })).toEqual([
      'cuda.driver fatal',
      'cuda.deviceMap fatal',
    ]);
  });

  it('is refused by verify before anything is started', async () => {
    const fake = fakeCuda();
    const imagePath = fake.image(await described(fake));
    await fake.plugin().verify({ id: 'c', imagePath });
    fake.host.gpus = async () => [{ ...gpu, free: 10 }];
    await expect(fake.plugin().verify({ id: 'c', imagePath })).rejects.toMatchObject({
      code: 'ERR_IMAGE_INCOMPATIBLE',
      reason: expect.stringContaining('1000 MiB are needed'),
    });
    expect(fake.log().filter((line) => !line.endsWith('11'))).toEqual(['lock 11 timeout 30000']);
  });
});

describe('what may go wrong', () => {
  it('is told with its source, and kept in the image', async () => {
    const fake = fakeCuda('550.54.14');
    fake.host.gpus = async () => [{ ...gpu, mig: true }];
    fake.host.holds = () => '/usr/lib/libcuda.so.1 /dev/nvidia-uvm /dev/shm/nccl-abc';
    const warnings: CudaWarning[] = [];
    const said = await described(fake, { onWarning: (warning) => void warnings.push(warning) });
    expect(warnings.map(({ what }) => what)).toEqual(['driver', 'driver', 'mig', 'uvm', 'ipc']);
    for (const { source, message } of warnings) {
      expect(source).toMatch(/^[\w-]+\/[\w-]+[:#]/);
      expect(message.length).toBeGreaterThan(30);
    }
    expect(await told(fake, said)).toContain('cuda.mig risky');
    const several = fakeCuda();
    several.set(12, 'running');
    several.set(13, 'running');
    const more: CudaWarning[] = [];
    await several
      .plugin({ onWarning: (warning) => void more.push(warning) })
      .suspend(several.target([12, 13]));
    expect(more.map(({ what }) => what)).toEqual(['processes']);
  });
});

describe('the options', () => {
  it.each([
    [{ lockTimeoutMs: 0 }],
    [{ backend: 'toggle' }],
    [{ deviceMap: { a: 'b' } }],
    [{ programInside: 'cuda-checkpoint' }],
    [{ timeout: 1 }],
  ])('%j is refused', (options) => {
    expect(() => cuda(options as never)).toThrow(TypeError);
  });
});

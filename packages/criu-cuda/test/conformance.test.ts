import { rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { checkpointPluginConformance } from '@caisson/conformance';
import { describe, test } from 'vitest';
import { outcomesOf } from '../../runc/test/support/outcomes.ts';
import { backends, buildLibrary, fakeCuda } from './fixtures/fake-cuda.ts';

const pids = [11, 12];

describe.each(backends)('by the %s', (backend) => {
  checkpointPluginConformance({
    test,
    ...outcomesOf(`plug-in criu-cuda, by the ${backend}`),
    factory: async () => {
      const fake = fakeCuda();
      for (const pid of pids) fake.set(pid, 'running');
      const library = backend === 'driver' ? { library: buildLibrary(fake.dir) } : {};
      const plugin = fake.plugin({ backend, ...library });
      const before = fake.target(pids);
      const undo = await plugin.suspend(before);
      const imagePath = fake.image(await plugin.describe?.(before));
      await undo();
      return {
        plugin,
        target: fake.target(pids, { imagePath }),
        idle: fake.target([2_000]),
        suspended: async () => ({
          suspended: fake.states(...pids).filter((state) => state !== 'running').length,
          of: pids.length,
        }),
        failSuspend: async () => fake.fault(12, 'checkpoint', 'fail'),
        restored: async () => {
          for (const pid of pids) fake.set(pid, 'checkpointed');
        },
        spoil: async () => {
          fake.host.gpus = async () => [];
          truncateSync(join(imagePath, 'pages.img'), 0);
        },
        [Symbol.asyncDispose]: async () => rmSync(fake.dir, { recursive: true, force: true }),
      };
    },
  });
});

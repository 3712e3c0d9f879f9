import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { specFromJson, writeBundle } from '@caisson/oci-spec';
import { runc } from '@caisson/runc';
import { afterEach, expect, it } from 'vitest';
import { withRunc } from './support/able.ts';
import { world } from './support/world.ts';

const here = world();

withRunc('caisson spec', () => {
  afterEach(here.clean);

  it('prints the spec that run would use, and makes nothing', async () => {
    const options = ['--memory', '64MiB', '--env', 'A=1', '--hostname', 'box', '--', 'sh', '-c', 'exit 3'];
    const { exitCode, stdout, stderr } = await here.run(['spec', ...options]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      hostname: 'box',
      process: { args: ['sh', '-c', 'exit 3'], env: [expect.stringMatching(/^PATH=/), 'A=1'] },
      root: { path: 'rootfs', readonly: true },
      linux: { resources: { memory: { limit: 64 << 20 } } },
    });
    await here.clean();
    const detached = await here.run(['run', '--detach', '--id', here.id(), ...options]);
    const { bundle } = JSON.parse((await here.run(['state', '--json', detached.stdout.trim()])).stdout);
    expect(JSON.parse(readFileSync(join(bundle, 'config.json'), 'utf8'))).toEqual(JSON.parse(stdout));
    await here.run(['delete', '--force', detached.stdout.trim()]);
  });

  it('prints one that runs', async () => {
    const rootfs = mkdtempSync(join(here.dir, 'rootfs-'));
    const programs = ['usr', 'lib', 'lib64', 'bin'].flatMap((name) => ['--mount', `/${name}:/${name}:ro`]);
    const { stdout } = await here.run(['spec', '--rootfs', rootfs, ...programs, '--', 'sh', '-c', 'exit 4']);
    const bundle = join(here.dir, 'bundle');
    await writeBundle(bundle, specFromJson(stdout));
    await using runtime = await runc({ root: here.root });
    expect(await runtime.run(here.id(), bundle)).toMatchObject({ exitCode: 4 });
  });
});

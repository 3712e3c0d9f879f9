import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { baseSpec, domainname, oomScoreAdj, pipe } from '@caisson/oci-spec';
import { describe, expect, it } from 'vitest';
import { failure } from '../../runc/test/support/failure.ts';
import { crun, driver } from '../src/index.ts';
import { able, world } from './support/world.ts';

describe('crun', () => {
  it('is exported as driver too', () => {
    expect(driver).toBe(crun);
  });

  it.each([
    ['is not there', { path: 'no-such-crun' }, /no program no-such-crun/],
    ['is another program', { path: 'true' }, /not crun/],
  ])('rejects ERR_RUNTIME_NOT_AVAILABLE where the binary %s', async (_what, options, reason) => {
    expect((await failure('ERR_RUNTIME_NOT_AVAILABLE', crun(options))).reason).toMatch(reason);
  });

  it.each([{ systemdCgroup: true }, { cgroupManager: 'none' }, { root: 'relative' }])(
    'refuses the options %o',
    async (options) => {
      await failure('ERR_INVALID_OPTION', crun(options as never));
    },
  );
});

describe.skipIf(!able)('crun as it is on this host (needs Linux, root and crun)', () => {
  it('is not available while a hybrid host has controllers on its v2 tree', async () => {
    // Another test file may have taken them off it, or put them back, in between.
    const made = await crun().catch((error: { reason?: string }) => error);
    if ('reason' in made) expect(made.reason).toMatch(/cgroup v2 tree beside v1 has /);
  });
});

describe.skipIf(!able)('a crun that is available (needs Linux, root and crun)', () => {
  const here = world();

  it('tells its version, and what it cannot do with the reason', async () => {
    const { name, version, capabilities } = await here.runtime();
    expect(name).toBe('crun');
    expect(execFileSync('crun', ['--version'], { encoding: 'utf8' })).toContain(`crun version ${version}\n`);
    const { reasons, ...can } = capabilities;
    expect(can).toMatchObject({
      create: true,
      pause: true,
      update: true,
      stats: true,
      events: true,
      processes: true,
    });
    for (const [what, able] of Object.entries(can)) {
      if (!able) expect(reasons).toHaveProperty(what, expect.any(String));
    }
    expect(can.oomEvents).toBe(false);
  });

  it('rejects a checkpoint: where this crun makes none, and of a container that is not there', async () => {
    const runtime = await here.runtime();
    const { checkpointRestore, reasons } = runtime.capabilities;
    const made = runtime.checkpoint(here.id(), { imagePath: join(here.dir, 'image') });
    const code = checkpointRestore ? 'ERR_CONTAINER_NOT_FOUND' : 'ERR_NOT_SUPPORTED';
    expect((await failure(code, made)).reason).toBe(reasons.checkpointRestore);
  });

  it('prepares a spec, and refuses what this release would ignore', async () => {
    const runtime = await here.runtime();
    const spec = pipe(baseSpec('crun'), domainname('example.org'), oomScoreAdj(500));
    expect(await runtime.prepare(spec)).toEqual(spec);
    const machine = { ...spec, vm: { kernel: { path: '/boot/vmlinuz' } } };
    const { reason } = await failure('ERR_INVALID_SPEC', runtime.prepare(machine));
    expect(reason).toMatch(/^vm: /);
  });
});

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { failure } from '../../runc/test/support/failure.ts';
import { driver, runsc } from '../src/index.ts';
import { onEach, world } from './support/world.ts';

describe('runsc', () => {
  it('is exported as driver too', () => {
    expect(driver).toBe(runsc);
  });

  it.each([
    ['is not there', { path: 'no-such-runsc' }, /no program no-such-runsc/],
    ['is another program', { path: 'true' }, /not runsc/],
  ])('rejects ERR_RUNTIME_NOT_AVAILABLE where the binary %s', async (_what, options, reason) => {
    expect((await failure('ERR_RUNTIME_NOT_AVAILABLE', runsc(options))).reason).toMatch(reason);
  });

  it.each([
    { systemdCgroup: true },
    { platform: 'gvisor' },
    { network: 'bridge' },
    { root: 'relative' },
    { debugLog: 'relative' },
    { directfs: 'yes' },
  ])('refuses the options %o', async (options) => {
    await failure('ERR_INVALID_OPTION', runsc(options as never));
  });
});

const here = world();

onEach('the driver', (way, release) => {
  it('tells its version, and what it cannot do with the reason', async () => {
    const { name, version, capabilities } = await here.runtime(way);
    expect(name).toBe('runsc');
    expect(execFileSync(way.path, ['--version'], { encoding: 'utf8' })).toContain(`version ${version}\n`);
    const { reasons, ...can } = capabilities;
    expect(can).toMatchObject({ create: true, pause: true, stats: true, processes: true, killProcess: true });
    expect(can).toMatchObject({ oomEvents: false, exactSignals: false, waitCreated: true });
    expect(can.update).toBe(Number(release) >= 20260202);
    for (const [what, able] of Object.entries(can)) {
      if (!able) expect(reasons).toHaveProperty(what, expect.any(String));
    }
  });

  it('tells by capability what its network allows', async () => {
    const { capabilities: none } = await here.runtime(way);
    expect([none.joinExistingNetNS, none.checkpointRestore]).toEqual([false, true]);
    const { capabilities: host } = await here.runtime({ ...way, network: 'host' });
    expect([host.joinExistingNetNS, host.checkpointRestore]).toEqual([true, false]);
    expect(host.reasons.checkpointRestore).toMatch(/network is "host"/);
    const { capabilities: rootless } = await here.runtime({ ...way, rootless: true });
    expect(rootless.checkpointRestore).toBe(false);
    await failure('ERR_NOT_SUPPORTED', here.runtime({ ...way, rootless: true, network: 'sandbox' }));
  });

  it('refuses a platform that does not start here, within a bound', async () => {
    const made = await here.runtime({ ...way, platform: 'kvm' }).catch((error: unknown) => error);
    if (!(made instanceof Error)) return; // This host's KVM serves.
    expect(made).toMatchObject({ code: 'ERR_RUNTIME_NOT_AVAILABLE', reason: expect.stringMatching(/kvm/) });
    const [trial = 'none'] = /caisson-trial-\w+/.exec(made.message) ?? [];
    const trees = readdirSync('/sys/fs/cgroup').map((tree) => join('/sys/fs/cgroup', tree, trial));
    expect([join('/sys/fs/cgroup', trial), ...trees].filter((path) => existsSync(path))).toEqual([]);
    expect(here.remains.now()).toEqual([]);
  });
});

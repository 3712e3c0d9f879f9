import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Spec } from '@caisson/core';
import { cli, defineRuntime } from '@caisson/driver-kit';
import { dialectOf } from '../dialect.ts';
import { engineOf } from '../engine.ts';
import { links } from '../exec.ts';
import type { RunscOptions } from '../options.ts';

/** How long a sandbox may take to start, and then to end, in milliseconds. */
const trialMs = 10_000;

/** It runs runsc itself, which is static and says its version, in a sandbox without anything else. */
const spec = (binary: string): Spec => ({
  ociVersion: '1.0.2',
  process: { user: { uid: 0, gid: 0 }, args: ['/runsc', '--version'], cwd: '/', env: ['HOME=/'] },
  root: { path: 'rootfs' },
  mounts: [{ destination: '/runsc', type: 'bind', source: binary, options: ['bind', 'ro'] }],
  linux: { namespaces: (['pid', 'network', 'ipc', 'uts', 'mount'] as const).map((type) => ({ type })) },
});

/**
 * Why no sandbox starts with these options here, or `undefined`: a real one is run. One that hangs (a /dev/kvm may be
 * there and not serve) is ended with all that came of it.
 */
export const trial = async (options: RunscOptions, binary: string): Promise<string | undefined> => {
  const dir = mkdtempSync(join(tmpdir(), 'caisson-trial-'));
  const own: RunscOptions = { ...options, oom: undefined, root: join(dir, 'state'), verbTimeoutMs: trialMs };
  try {
    mkdirSync(join(dir, 'rootfs'));
    writeFileSync(join(dir, 'config.json'), JSON.stringify(spec(binary)));
    const shared = { options: own, root: join(dir, 'state'), links: links() };
    const engine = engineOf(await cli(dialectOf(shared), own), own, shared.links);
    await using runtime = defineRuntime(engine);
    const { exitCode } = await runtime.run(basename(dir), dir, { signal: AbortSignal.timeout(2 * trialMs) });
    return exitCode === 0 ? undefined : `a sandbox that was tried exited with ${exitCode}`;
  } catch (error) {
    return (error as Error).message;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
};

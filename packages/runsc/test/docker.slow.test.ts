import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Mount, Spec } from '@caisson/core';
import { args, baseSpec, bindMount, pipe, readonlyRootfs, writeBundle } from '@caisson/oci-spec';
import { describe, expect, it } from 'vitest';
import { gather } from '../../runc/test/support/gather.ts';
import { isInPath } from '../../runc/test/support/modes.ts';
import { runsc } from '../src/index.ts';
import { onEach, onPtrace, type Way, world } from './support/world.ts';

const here = world();
const fixtures = fileURLToPath(new URL('fixtures', import.meta.url));

const memory = (destination: string): Mount => ({ destination, type: 'tmpfs', source: 'tmpfs' });
/** dockerd writes to these. */
const writable = (spec: Spec): Spec => ({
  ...spec,
  mounts: [
    ...(spec.mounts ?? []).filter(({ destination }) => destination !== '/etc'),
    ...['/etc', '/run', '/tmp', '/var/lib/docker'].map(memory),
  ],
});

const tests = (way: Way): void => {
  it('starts, imports an archive, and runs a container of it', async () => {
    await using runtime = await runsc({ root: here.root, ...way });
    const [id, out] = [here.id(), gather()];
    const bundle = join(here.dir, id);
    const spec = pipe(
      baseSpec('runsc'),
      here.base(),
      args('sh', '/fixtures/dockerd.sh'),
      readonlyRootfs(false),
      writable,
      bindMount(fixtures, '/fixtures', { readonly: true }),
    );
    await writeBundle(bundle, await runtime.prepare(spec, { docker: true }));
    const { exitCode } = await runtime.run(id, bundle, { output: out.sink });
    expect(out.text()).toMatch(
      /^sha256:[0-9a-f]{64}\nfrom a container in Docker in gVisor\nit exited with 7\n$/,
    );
    expect(exitCode).toBe(0);
    expect(here.remains.now()).toEqual([]);
  }, 300_000);
};

describe.skipIf(!isInPath('dockerd'))('(needs dockerd)', () => {
  onEach('Debian’s dockerd', tests);
  onPtrace('Debian’s dockerd', tests);
});

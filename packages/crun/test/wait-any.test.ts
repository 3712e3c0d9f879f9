import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { memoryLimit } from '@caisson/oci-spec';
import { describe, expect, it } from 'vitest';
import { failure } from '../../runc/test/support/failure.ts';
import { gateIn, pidfdsOf } from '../../runc/test/support/gate.ts';
import { until } from '../../runc/test/support/until.ts';
import { able, sh, world } from './support/world.ts';

const here = world();
/** Alone: another that asks for memory in the same moment would be killed as well. */
const eating = `exec perl -e '$x = "x" x 200_000_000'`;
const launcher = fileURLToPath(new URL('fixtures/launch.ts', import.meta.url));

describe.skipIf(!able)('a container that another process made (needs Linux, root and crun)', () => {
  it.each([
    ['exit 42', { exitCode: 42, signal: null, oomKilled: false, oomKills: 0 }],
    [eating, { exitCode: 137, signal: 'SIGKILL', oomKilled: true, oomKills: 1 }],
  ])('is waited for where the kernel keeps its end for all: %s', async (script, wanted) => {
    const runtime = await here.runtime();
    const id = here.id();
    const gate = gateIn(here.dir);
    const bundle = await here.bundle(sh(`${gate.wait}; ${script}`), gate.change, memoryLimit('32MiB'));
    await promisify(execFile)(process.execPath, [launcher, here.root, id, bundle]);
    const waited = runtime.wait(id);
    if (runtime.capabilities.waitAny) {
      const { pid = 0 } = await runtime.state(id);
      await until(() => pidfdsOf(pid) > 0);
      gate.open();
      expect(await waited).toMatchObject(wanted);
    } else {
      await failure('ERR_STATUS_LOST', waited);
      gate.open();
    }
    await until(async () => (await runtime.state(id)).status === 'stopped');
    await runtime.delete(id);
    expect(here.remains.now()).toEqual([]);
  });
});

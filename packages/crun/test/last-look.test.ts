import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Runtime } from '@caisson/core';
import { memoryLimit } from '@caisson/oci-spec';
import { beforeAll, describe, expect, it } from 'vitest';
import { smaller } from '../../runc/test/support/emulated.ts';
import { able, inBothModes, sh, world } from './support/world.ts';

const here = world();
const limit = memoryLimit('16MiB');
const eat = 'x=0123456789; while :; do x=$x$x; done';

inBothModes('the last look at the counter', (waiting) => {
  let runtime: Runtime;
  beforeAll(async () => {
    runtime = await here.runtime({ waiting });
  });

  it.each([
    ['init is killed', sh(eat), true, 1],
    ['a child is, and its code passed on', sh(`(${eat}); exit $?`), true, 1],
    ['a child is, and init lives on', sh(`(${eat}); exit 3`), false, 1],
    ['nobody is', sh('exit 137'), false, 0],
  ] as const)('is in time for each of many at once where %s', async (_what, program, oomKilled, oomKills) => {
    const bundle = await here.bundle(program, limit);
    const count = smaller('containers at once', 12, 4);
    const all = await Promise.all(Array.from({ length: count }, () => runtime.run(here.id(), bundle)));
    const verdicts = all.map((status) => [status.oomKilled, status.oomKills]);
    expect(verdicts).toEqual(all.map(() => [oomKilled, oomKills]));
    expect(here.remains.now()).toEqual([]);
  });
});

/** With it (1.28 has it, 1.8.1 has not), a foreground run that has ended is its caller's to delete. */
const keeps = able && execFileSync('crun', ['run', '--help'], { encoding: 'utf8' }).includes('--keep');

describe.skipIf(!able)('a foreground run whose program dies (needs Linux, root and crun)', () => {
  it('is ended by crun, and removed as any other or left to delete', { timeout: 90_000 }, async () => {
    const [id, bundle] = [here.id(), await here.bundle(['sleep', '1000'])];
    const program = join(import.meta.dirname, 'fixtures/running.ts');
    // Its temporary files are a dead program's, and stay.
    const own = mkdtempSync('/tmp/dead-');
    const child = spawn(process.execPath, [program, here.root, id, bundle], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, TMPDIR: own },
    });
    const [line] = await once(child.stdout, 'data');
    const pid = Number(/started (\d+)/.exec(String(line))?.[1]);
    child.kill('SIGKILL');
    await once(child, 'exit');
    process.kill(pid, 'SIGKILL');
    await expect.poll(here.remains.processes, { timeout: 60_000 }).toEqual([]);
    if (keeps) {
      const runtime = await here.runtime();
      expect(await runtime.state(id)).toMatchObject({ status: 'stopped' });
      await runtime.delete(id);
    }
    await expect.poll(here.remains.now, { timeout: 60_000 }).toEqual([]);
    rmSync(own, { recursive: true });
  });
});

import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { running } from '../src/state-file.ts';
import { able } from './support/modes.ts';
import { until } from './support/until.ts';
import { world } from './support/world.ts';

const here = world();

describe.skipIf(!able)('what runs, by runc’s own records (needs Linux, root and runc)', () => {
  it('is known where runc says running, and in doubt in every other state', async () => {
    const runtime = await here.runtime();
    const [id, bundle] = [here.id(), await here.bundle(['sleep', '1000'])];
    const told = async (): Promise<readonly unknown[]> => [
      (await runtime.state(id)).status,
      running(join(here.root, id)),
    ];
    expect(running(join(here.root, id))).toBeUndefined();
    await runtime.create(id, bundle);
    expect(await told()).toEqual(['created', undefined]);
    await runtime.start(id);
    expect(await told()).toEqual(['running', { bundle: (await runtime.state(id)).bundle }]);
    await runtime.pause(id);
    expect(await told()).toEqual(['paused', undefined]);
    await runtime.resume(id);
    expect(await told()).toEqual(['running', { bundle }]);
    await runtime.kill(id, 'SIGKILL');
    await until(async () => (await runtime.state(id)).status === 'stopped');
    expect(await told()).toEqual(['stopped', undefined]);
    await runtime.delete(id);
    expect(here.remains.now()).toEqual([]);
  });

  it('is in doubt where the pid has become another process’s', async () => {
    const runtime = await here.runtime();
    const [id, copy] = [here.id(), join(here.dir, 'copy')];
    await runtime.create(id, await here.bundle(['sleep', '1000']));
    await runtime.start(id);
    cpSync(join(here.root, id), copy, { recursive: true });
    expect(running(copy)).toBeDefined();
    const file = join(copy, 'state.json');
    const state = JSON.parse(readFileSync(file, 'utf8')) as { readonly init_process_start: number };
    writeFileSync(file, JSON.stringify({ ...state, init_process_start: state.init_process_start - 1 }));
    expect(running(copy)).toBeUndefined();
    await runtime.delete(id, { force: true });
  });
});

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Runtime } from '@caisson/core';
import { memoryLimit } from '@caisson/oci-spec';
import { describe, expect, it } from 'vitest';
import { failure } from './support/failure.ts';
import { armed, type Gate, gateIn, pidfdsOf } from './support/gate.ts';
import { able } from './support/modes.ts';
import { until } from './support/until.ts';
import { sh, world } from './support/world.ts';

const here = world();
/** Alone: another that asks for memory in the same moment would be killed as well. */
const eating = `exec perl -e '$x = "x" x 200_000_000'`;
const launcher = fileURLToPath(new URL('fixtures/launch.ts', import.meta.url));

/** Another process makes and starts the container, and is gone. */
const launched = (id: string, bundle: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [launcher, here.root, id, bundle], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`the launcher exited with ${code}`)),
    );
  });

/** Opens the gate once `runtime` has taken hold of the container, where it can. */
const openOnceHeld = async (gate: Gate, { capabilities, state }: Runtime, id: string): Promise<void> => {
  const { pid = 0 } = await state(id);
  if (capabilities.waitAny) await until(() => pidfdsOf(pid) > 0);
  gate.open();
};

describe.skipIf(!able)('a container that another process made (needs Linux, root and runc)', () => {
  it('is waited for where the kernel keeps its end for all, and its status is lost elsewhere', async () => {
    const runtime = await here.runtime();
    const { waitAny, reasons } = runtime.capabilities;
    for (const [script, wanted] of [
      ['exit 42', { exitCode: 42, signal: null, oomKilled: false, oomKills: 0 }],
      [eating, { exitCode: 137, signal: 'SIGKILL', oomKilled: true, oomKills: 1 }],
    ] as const) {
      const id = here.id();
      const gate = gateIn(here.dir);
      const program = sh(`${gate.wait}; ${script}`);
      await launched(id, await here.bundle(program, gate.change, memoryLimit('32MiB')));
      if (waitAny) {
        const waits = Promise.all([runtime.wait(id), runtime.wait(id)]);
        await openOnceHeld(gate, runtime, id);
        const [first, second] = await waits;
        expect(first).toMatchObject(wanted);
        expect(first.startedAt).toBeUndefined();
        expect(second).toBe(first);
        expect(await runtime.wait(id)).toBe(first);
      } else {
        expect(reasons.waitAny).toMatch(/kernel/);
        await failure('ERR_STATUS_LOST', runtime.wait(id));
        gate.open();
        await until(async () => (await runtime.state(id)).status === 'stopped');
      }
      await runtime.delete(id);
    }
    expect(here.remains.now()).toEqual([]);
  });

  it('tells its events, the exit last', async () => {
    const runtime = await here.runtime();
    const id = here.id();
    const gate = gateIn(here.dir);
    await launched(id, await here.bundle(sh(`${gate.wait}; exit 3`), gate.change));
    const events = Array.fromAsync(runtime.events(id));
    await openOnceHeld(gate, runtime, id);
    const seen = await events;
    if (runtime.capabilities.waitAny) expect(seen).toMatchObject([{ type: 'exit', status: { exitCode: 3 } }]);
    else expect(seen).toMatchObject([{ type: 'error', error: { code: 'ERR_STATUS_LOST' } }]);
    await runtime.delete(id);
  });

  it('has a lost status once it has ended, never a guess', async () => {
    const runtime = await here.runtime();
    const id = here.id();
    await launched(id, await here.bundle(['true']));
    await until(async () => (await runtime.state(id)).status === 'stopped');
    await failure('ERR_STATUS_LOST', runtime.wait(id));
    await runtime.delete(id);
  });

  it('is waited for by another object of the process that made it', async () => {
    const [maker, other] = [await here.runtime(), await here.runtime()];
    const id = here.id();
    const gate = gateIn(here.dir);
    await maker.create(id, await here.bundle(sh(`${gate.wait}; exit 9`), gate.change));
    const { oom, held } = armed();
    const events = Array.fromAsync(other.events(id, { oom }));
    const waits = Promise.all([maker.wait(id), maker.capabilities.waitAny ? other.wait(id) : maker.wait(id)]);
    await maker.start(id);
    if (other.capabilities.waitAny) await held;
    gate.open();
    for (const { exitCode, signal } of await waits)
      expect({ exitCode, signal }).toEqual({ exitCode: 9, signal: null });
    await events;
    await maker.delete(id);
  });

  it('is not waited for in the foreground, and the capability says so', async () => {
    const runtime = await here.runtime({ waiting: 'foreground' });
    expect(runtime.capabilities).toMatchObject({ waitAny: false, reasons: { waitAny: expect.any(String) } });
    const id = here.id();
    await launched(id, await here.bundle(['sleep', '1000']));
    await failure('ERR_STATUS_LOST', runtime.wait(id));
    await runtime.delete(id, { force: true });
  });
});

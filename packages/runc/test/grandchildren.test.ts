import type { Runtime } from '@caisson/core';
import { type Change, namespace } from '@caisson/oci-spec';
import { beforeAll, expect, it } from 'vitest';
import { gather } from './support/gather.ts';
import { inBothModes } from './support/modes.ts';
import { sh, world } from './support/world.ts';

const here = world();

/** Without a private one, the kernel does not end the others with init. */
const hostPids: Change = namespace('pid', 'host');

/** Each leaves a process behind that holds the pipes. */
const leavers = [
  ['silent', 'sleep 1000 & echo told; exit 3'],
  ['in another session', 'setsid sleep 1000 & echo told; exit 3'],
  ['that writes on and on', 'yes & echo told; exit 3'],
] as const;

inBothModes('a grandchild that holds the pipes', (waiting) => {
  let runtime: Runtime;
  beforeAll(async () => {
    runtime = await here.runtime({ waiting });
  });

  for (const [name, script] of leavers) {
    it.each([
      ['a private', []],
      ['the host’s', [hostPids]],
    ] as const)(`(${name}) ends with its container in %s pid namespace`, async (_what, changes) => {
      const [out, err] = [gather(), gather()];
      const bundle = await here.bundle(sh(script), ...changes);
      for (const options of [{}, { onCreated: () => {} }]) {
        const status = await runtime.run(here.id(), bundle, {
          stdout: out.sink,
          stderr: err.sink,
          ...options,
        });
        expect(status).toMatchObject({ exitCode: 3, signal: null });
        expect(out.text()).toContain('told\n');
        expect(here.remains.now()).toEqual([]);
      }
    });
  }

  const inContainer = async (
    changes: readonly Change[],
    work: (id: string) => Promise<void>,
  ): Promise<void> => {
    const id = here.id();
    await runtime.create(id, await here.bundle(['sleep', '2000'], ...changes));
    await runtime.start(id);
    try {
      await work(id);
      expect(await runtime.state(id)).toMatchObject({ status: 'running' });
    } finally {
      await runtime.delete(id, { force: true });
    }
    expect(here.remains.now()).toEqual([]);
  };

  it.each(leavers)('(%s) does not keep exec from its own exit and true code', async (_name, script) => {
    await inContainer([], async (id) => {
      const [out, err] = [gather(), gather()];
      const status = await runtime.exec(id, here.process(sh(script)), { stdout: out.sink, stderr: err.sink });
      expect(status).toMatchObject({ exitCode: 3, signal: null });
      expect(out.text()).toContain('told\n');
      // What writes on has nobody left to write to; the others live on.
      const alive = here.remains.processes().some((line) => line.includes('sleep 1000'));
      expect(alive).toBe(script.includes('sleep 1000'));
    });
  });

  it('ends with its container when that is deleted by force, in the host’s pid namespace too', async () => {
    await inContainer([hostPids], async (id) => {
      await runtime.exec(id, here.process(sh('setsid sleep 1000 & exit 0')));
      expect(here.remains.processes().some((line) => line.includes('sleep 1000'))).toBe(true);
    });
  });
});

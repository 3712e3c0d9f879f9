import assert from 'node:assert/strict';
import type { Capability } from '@caisson/core';
import type { ProgramName } from '../programs/program.ts';
import type { World } from '../world/world.ts';

/** The programs that refusals are tried on. */
export const refusalPrograms: readonly ProgramName[] = ['run', 'exit'];

type Refusal = (here: World) => Promise<unknown>;

const ofRunning =
  (...calls: readonly ((here: World, id: string) => Promise<unknown>)[]): Refusal =>
  async (here) => {
    const { id } = await here.running({ does: 'run' });
    for (const call of calls) await here.refused(call(here, id), 'ERR_NOT_SUPPORTED');
  };

const exits = (here: World): Promise<string> => here.bundle({ does: 'exit', code: 0 });

/**
 * How a runtime says no to what a capability of it denies. What is not here changes what a test expects, and makes
 * no call fail.
 */
export const refusals: Readonly<Partial<Record<Capability, Refusal>>> = {
  pause: ofRunning(
    ({ runtime }, id) => runtime.pause(id),
    ({ runtime }, id) => runtime.resume(id),
  ),
  update: ofRunning(({ runtime }, id) => runtime.update(id, { pids: { limit: 99 } })),
  stats: ofRunning(({ runtime }, id) => runtime.stats(id)),
  processes: ofRunning(({ runtime }, id) => runtime.processes(id)),
  // `events` may refuse at the call or at the first event.
  events: ofRunning(async ({ runtime }, id) => runtime.events(id)[Symbol.asyncIterator]().next()),
  killProcess: ofRunning(({ runtime }, id) => runtime.kill(id, 'SIGTERM', { pid: 1 })),
  checkpointRestore: async (here) => {
    const imagePath = await here.dir();
    const { id } = await here.running({ does: 'run' });
    await here.refused(here.runtime.checkpoint(id, { imagePath }), 'ERR_NOT_SUPPORTED');
    const restored = here.later(here.runtime.restore(here.id(), await exits(here), { imagePath }));
    await here.refused(restored, 'ERR_NOT_SUPPORTED');
  },
  create: async (here) => {
    await here.refused(here.runtime.create(here.id(), await exits(here)), 'ERR_NOT_SUPPORTED');
    const onCreated = (): never => assert.fail('onCreated was called');
    await here.refused(here.runtime.run(here.id(), await exits(here), { onCreated }), 'ERR_NOT_SUPPORTED');
  },
  terminal: async (here) => {
    const terminal = { columns: 80, rows: 24, listen: () => assert.fail('the terminal was listened for') };
    const options = { output: () => {}, terminal };
    await here.refused(here.runtime.run(here.id(), await exits(here), options), 'ERR_NOT_SUPPORTED');
  },
};

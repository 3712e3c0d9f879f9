import type { ExitStatus, Runtime } from '@caisson/core';
import { memoryLimit } from '@caisson/oci-spec';
import { beforeAll, expect, it } from 'vitest';
import { limit, smaller } from './support/emulated.ts';
import { inBothModes } from './support/modes.ts';
import { sh, world } from './support/world.ts';

const here = world();

const little = memoryLimit('16MiB');
/** How many runs of each kind, and how many of them at a time. */
const [count, atOnce] = [smaller('runs that are killed', 100, 4), 8];

const times = async (run: () => Promise<ExitStatus>): Promise<readonly ExitStatus[]> => {
  const ends: ExitStatus[] = [];
  let left = count;
  const some = async (): Promise<void> => {
    while (left-- > 0) ends.push(await run());
  };
  await Promise.all(Array.from({ length: atOnce }, some));
  return ends;
};

const facts = ({ exitCode, signal, oomKilled, oomKills }: ExitStatus): string =>
  JSON.stringify({ exitCode, signal, oomKilled, oomKills });

inBothModes('memory', (waiting) => {
  let runtime: Runtime;
  beforeAll(async () => {
    runtime = await here.runtime({ waiting });
  });
  const signal = waiting === 'native' ? 'SIGKILL' : 'unknown';

  it(
    `tells an init killed for memory from one that was sent SIGKILL, many of each, every time`,
    async () => {
      const eating = await here.bundle(['tail', '/dev/zero'], little);
      const sleeping = await here.bundle(['sleep', '1000'], little);
      let runs = 0;
      const hooks = (): object => (runs++ % 2 === 0 ? { onCreated: () => {} } : {});
      const [starved, killed] = await Promise.all([
        times(() => runtime.run(here.id(), eating, hooks())),
        times(() => {
          const id = here.id();
          return runtime.run(id, sleeping, { onStarted: () => runtime.kill(id, 'SIGKILL'), ...hooks() });
        }),
      ]);
      const all = (one: object): readonly string[] =>
        Array.from({ length: count }, () => JSON.stringify(one));
      expect(starved.map(facts)).toEqual(all({ exitCode: 137, signal, oomKilled: true, oomKills: 1 }));
      expect(killed.map(facts)).toEqual(all({ exitCode: 137, signal, oomKilled: false, oomKills: 0 }));
      expect(here.remains.now()).toEqual([]);
    },
    limit(180_000),
  );

  it.each([
    ['a child that is killed while init lives on', 'tail /dev/zero; tail /dev/zero; exit 0', 0, false, 2],
    ['a child’s code that init passes on', 'tail /dev/zero; exit $?', 137, true, 1],
    ['an exit code of 137 without a kill', 'exit 137', 137, false, 0],
    ['another code after a kill', 'tail /dev/zero; exit 1', 1, false, 1],
  ])('counts %s', async (_what, script, exitCode, oomKilled, oomKills) => {
    const bundle = await here.bundle(sh(script), little);
    for (const hooks of [{}, { onCreated: () => {} }]) {
      const status = await runtime.run(here.id(), bundle, hooks);
      const told = exitCode > 128 && waiting === 'foreground' ? 'unknown' : null;
      expect(status).toMatchObject({ exitCode, signal: told, oomKilled, oomKills });
    }
  });

  it('tells the kill to whoever waits for a created container', async () => {
    if (!runtime.capabilities.waitCreated) return expect(waiting).toBe('foreground');
    const id = here.id();
    await runtime.create(id, await here.bundle(['tail', '/dev/zero'], little));
    await runtime.start(id);
    expect(await runtime.wait(id)).toMatchObject({ exitCode: 137, oomKilled: true, oomKills: 1 });
    await runtime.delete(id);
  });

  it('begins to count anew for an id that is used again', async () => {
    const id = here.id();
    const [eating, calm] = [
      await here.bundle(['tail', '/dev/zero'], little),
      await here.bundle(sh('exit 137'), little),
    ];
    for (let i = 0; i < 3; i++) {
      expect(await runtime.run(id, eating)).toMatchObject({ oomKilled: true, oomKills: 1 });
      expect(await runtime.run(id, calm)).toMatchObject({ oomKilled: false, oomKills: 0 });
    }
  });
});

import assert from 'node:assert/strict';
import type { ContainerEvent, ExitStatus, OomTarget, OomWatcherFactory } from '@caisson/core';
import { type ContractTest, topic } from '../suite/topic.ts';
import type { World } from '../world/world.ts';

const limits = { memory: 32 << 20 };

/** What is claimed must be true; that it could not be told is no claim. */
const told = ({ oomKilled, oomKills }: ExitStatus, killed: boolean, some: boolean): void => {
  assert.ok(oomKilled === killed || oomKilled === 'unknown', `oomKilled is ${oomKilled}`);
  assert.ok(oomKills === 'unknown' || oomKills > 0 === some, `oomKills is ${oomKills}`);
};

const watched =
  (log: string[], targets: OomTarget[] = []): OomWatcherFactory =>
  async (target) => {
    log.push('armed');
    targets.push(target);
    return {
      kills: async () => {
        log.push('asked');
        return 'unknown';
      },
      [Symbol.asyncDispose]: async () => void log.push('disposed'),
    };
  };

const ends = async (here: World, program: Parameters<World['bundle']>[0]): Promise<ExitStatus> => {
  const run = here.later(here.runtime.run(here.id(), await here.bundle(program, limits)));
  return here.soon('the end of run', run);
};

export const oom: readonly ContractTest[] = topic('OOM', (it) => {
  it('a program that the kernel kills for memory is told from one that ends otherwise', {
    programs: ['allocate'],
  }, async (here) => {
    const status = await ends(here, { does: 'allocate' });
    assert.equal(status.exitCode, 137);
    told(status, true, true);
  });

  it('SIGKILL by somebody is no kill for memory', { programs: ['run'] }, async (here) => {
    const { id, ended } = await here.running({ does: 'run' }, { limits });
    await here.soon('kill', here.runtime.kill(id, 'SIGKILL'));
    told(await here.soon('the end of run', ended), false, false);
  });

  it('an exit with 137 is no kill for memory', { programs: ['exit'] }, async (here) => {
    told(await ends(here, { does: 'exit', code: 137 }), false, false);
  });

  it('a child that is killed for memory counts, and does not make its parent’s exit a kill', {
    programs: ['sacrifice'],
  }, async (here) => {
    const status = await ends(here, { does: 'sacrifice', code: 3 });
    assert.deepEqual([status.exitCode, status.signal], [3, null]);
    told(status, false, true);
  });

  it('events tell each kill for memory before the exit', {
    programs: ['allocate', 'exit'],
    capabilities: ['events', 'create'],
  }, async (here) => {
    const id = here.id();
    const seen: ContainerEvent[] = [];
    const subscribed = Promise.withResolvers<void>();
    subscribed.promise.catch(() => {}); // It may fail before anyone waits for it.
    const onCreated = () => {
      const reading = (async () => {
        for await (const event of here.runtime.events(id)) seen.push(event);
      })();
      here.later(reading).then(subscribed.resolve, subscribed.reject);
    };
    const run = here.later(
      here.runtime.run(id, await here.bundle({ does: 'allocate' }, limits), { onCreated }),
    );
    const { oomKills } = await here.soon('the end of run', run);
    await here.soon('the end of events', subscribed.promise);
    const types = seen.map(({ type }) => type);
    const kills = oomKills === 'unknown' ? types.length - 1 : oomKills;
    assert.deepEqual(types, [...Array(kills).fill('oom'), 'exit']);
  });

  it('a watcher is armed before the program starts, with what it has to watch', {
    programs: ['print'],
    capabilities: ['create'],
  }, async (here) => {
    const [id, log, targets]: [string, string[], OomTarget[]] = [here.id(), [], []];
    const bundle = await here.bundle({ does: 'print', stdout: 'began' }, limits);
    const stdout = (): void => void log.push('output');
    const arm = watched(log, targets);
    const oom: OomWatcherFactory = async (target) => {
      await here.moment();
      return arm(target);
    };
    await here.soon('the end of run', here.runtime.run(id, bundle, { stdout, oom }));
    assert.deepEqual(log.slice(0, 2), ['armed', 'output']);
    const [target] = targets;
    assert.deepEqual([target?.id, target?.fresh, Number(target?.pid) > 0], [id, true, true]);
    assert.equal(target?.spec?.linux?.resources?.memory?.limit, limits.memory);
  });

  it('a watcher is asked once the program is gone, and disposed after', {
    programs: ['print'],
    capabilities: ['create'],
  }, async (here) => {
    const log: string[] = [];
    const bundle = await here.bundle({ does: 'print', stdout: 'began' });
    const stdout = (): void => void log.push('output');
    await here.soon('the end of run', here.runtime.run(here.id(), bundle, { stdout, oom: watched(log) }));
    assert.deepEqual(log.slice(-3), ['output', 'asked', 'disposed']);
  });

  it('what a watcher tells comes as an event, before the exit', {
    programs: ['exit'],
    capabilities: ['create', 'events'],
  }, async (here) => {
    const id = here.id();
    const seen: ContainerEvent[] = [];
    const reading = Promise.withResolvers<void>();
    reading.promise.catch(() => {});
    const at = new Date();
    const oom: OomWatcherFactory = async ({ onOom }) => ({
      kills: async () => {
        onOom?.(at);
        return 1;
      },
      [Symbol.asyncDispose]: async () => {},
    });
    const onCreated = () => {
      const work = (async () => {
        for await (const event of here.runtime.events(id)) seen.push(event);
      })();
      here.later(work).then(reading.resolve, reading.reject);
    };
    const bundle = await here.bundle({ does: 'exit', code: 0 });
    await here.soon('the end of run', here.later(here.runtime.run(id, bundle, { onCreated, oom })));
    await here.soon('the end of events', reading.promise);
    assert.deepEqual(
      seen.map(({ type }) => type),
      ['oom', 'exit'],
    );
  });
});

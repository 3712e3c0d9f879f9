import type { ContainerEvent, Runtime } from '@caisson/core';
import { memoryLimit } from '@caisson/oci-spec';
import { beforeAll, expect, it } from 'vitest';
import { failure } from './support/failure.ts';
import { armed, gateIn } from './support/gate.ts';
import { inBothModes } from './support/modes.ts';
import { sh, world } from './support/world.ts';

const here = world();

const all = async (events: AsyncIterable<ContainerEvent>): Promise<readonly ContainerEvent[]> => {
  const seen: ContainerEvent[] = [];
  for await (const event of events) seen.push(event);
  return seen;
};

inBothModes('events', (waiting) => {
  let runtime: Runtime;
  beforeAll(async () => {
    runtime = await here.runtime({ waiting });
  });

  /** A container that has ended by itself, for as long as `work` takes. */
  const created = async (script: string, work: (id: string) => Promise<void>): Promise<void> => {
    const id = here.id();
    await runtime.create(id, await here.bundle(sh(script), memoryLimit('64MiB')));
    try {
      await work(id);
    } finally {
      await runtime.delete(id, { force: true });
    }
  };

  it('tells the exit, the same to every subscriber, and ends', async () => {
    await created('exit 3', async (id) => {
      const subscribers = [runtime.events(id), runtime.events(id)].map(all);
      await runtime.start(id);
      const [first, second] = await Promise.all(subscribers);
      expect(second).toEqual(first);
      if (waiting === 'native') {
        expect(first).toEqual([{ type: 'exit', status: await runtime.wait(id) }]);
      } else {
        // What ended a created container is not learnt in the foreground; that it ended is.
        expect(first).toEqual([{ type: 'error', error: await failure('ERR_STATUS_LOST', runtime.wait(id)) }]);
      }
      expect(await all(runtime.events(id))).toEqual(first);
    });
  });

  it('tells the exit of a run, subscribed in its hooks', async () => {
    const id = here.id();
    const told: Promise<readonly ContainerEvent[]>[] = [];
    const subscribe = (): void => void told.push(all(runtime.events(id)));
    const status = await runtime.run(id, await here.bundle(sh('exit 4')), {
      onCreated: subscribe,
      onStarted: subscribe,
    });
    expect(await Promise.all(told)).toEqual([[{ type: 'exit', status }], [{ type: 'exit', status }]]);
  });

  it('subscribes at the call, not at the first next', async () => {
    await created('exit 0', async (id) => {
      const events = runtime.events(id);
      await runtime.start(id);
      await runtime.wait(id).catch(() => {});
      await runtime.delete(id);
      expect(await all(events)).toHaveLength(1);
    });
  });

  it('tells each kill for memory before the exit', async () => {
    const id = here.id();
    let told: Promise<readonly ContainerEvent[]> = Promise.resolve([]);
    const bundle = await here.bundle(sh('tail /dev/zero; tail /dev/zero; exit 0'), memoryLimit('64MiB'));
    const status = await runtime.run(id, bundle, {
      onCreated: () => {
        told = all(runtime.events(id));
      },
    });
    expect(status).toMatchObject({ exitCode: 0, oomKills: 2, oomKilled: false });
    expect((await told).map(({ type }) => type)).toEqual(['oom', 'oom', 'exit']);
    expect((await told).at(-1)).toEqual({ type: 'exit', status });
  });

  it('stops at a break or an abort, and the container goes on', async () => {
    await created('sleep 1000', async (id) => {
      await runtime.start(id);
      const reason = new Error('enough');
      const stop = new AbortController();
      const events = all(runtime.events(id, { signal: stop.signal }));
      stop.abort(reason);
      expect(await failure('ERR_ABORTED', events)).toMatchObject({ cause: reason, verb: 'events', id });
      await failure('ERR_ABORTED', all(runtime.events(id, { signal: AbortSignal.abort(reason) })));
      const left = runtime.events(id)[Symbol.asyncIterator]();
      expect(await left.return?.()).toMatchObject({ done: true });
      expect(await left.next()).toMatchObject({ done: true });
      expect(await runtime.state(id)).toMatchObject({ status: 'running' });
    });
  });

  it('rejects for a container that is missing', async () => {
    await failure('ERR_CONTAINER_NOT_FOUND', all(runtime.events(here.id())));
  });

  it('tells the end of a container of another object, as far as waitAny goes', async () => {
    const other = await here.runtime({ waiting });
    const gate = gateIn(here.dir);
    const id = here.id();
    await runtime.create(id, await here.bundle(sh(`${gate.wait}; exit 6`), gate.change));
    try {
      await runtime.start(id);
      const { oom, held } = armed();
      const events = all(other.events(id, { oom }));
      if (other.capabilities.waitAny) await held;
      gate.open();
      const [last, ...more] = (await events).toReversed();
      expect(more).toEqual([]);
      if (other.capabilities.waitAny) expect(last).toMatchObject({ type: 'exit', status: { exitCode: 6 } });
      else expect(last).toMatchObject({ type: 'error', error: { code: 'ERR_STATUS_LOST' } });
    } finally {
      await runtime.delete(id, { force: true });
    }
  });

  it('ends when the runtime object is closed', async () => {
    const own = await here.runtime({ waiting });
    await created('sleep 1000', async (id) => {
      await runtime.start(id);
      const events = all(own.events(id));
      await own.close();
      expect(await events).toEqual([]);
    });
  });
});

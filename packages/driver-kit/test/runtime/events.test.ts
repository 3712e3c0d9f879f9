import type { ContainerEvent } from '@caisson/core';
import { RuntimeError } from '@caisson/errors';
import { describe, expect, test } from 'vitest';
import { defineRuntime } from '../../src/index.ts';
import { temporaryDir, writeBundle } from '../fixtures/bundle.ts';
import { type FakeEngine, fakeEngine } from '../fixtures/fake-engine.ts';
import { fakeWatch } from '../fixtures/fake-watcher.ts';
import { turns } from '../fixtures/turn.ts';

const bundle = writeBundle(temporaryDir());

const all = async (events: AsyncIterable<ContainerEvent>): Promise<ContainerEvent[]> => {
  const told: ContainerEvent[] = [];
  for await (const event of events) told.push(event);
  return told;
};
const types = (events: readonly ContainerEvent[]): string[] => events.map(({ type }) => type);

describe('events on a fake engine', () => {
  test('tell oom before exit, and end after it', async () => {
    const fake = fakeEngine();
    const watch = fakeWatch(fake.log);
    const runtime = defineRuntime(fake.engine, { oom: watch.factory });
    await runtime.create('a', bundle);
    const events = runtime.events('a');
    await runtime.start('a');
    const report = { at: new Date(1), kill: 1, source: 'cgroup', certain: true };
    watch.targets[0]?.onOom?.(new Date(1), report);
    fake.kills = 1;
    fake.processes.get('a')?.end(137, 'SIGKILL');
    expect(await all(events)).toMatchObject([
      { type: 'oom', at: new Date(1), report },
      { type: 'exit', status: { exitCode: 137, oomKills: 1, oomKilled: true } },
    ]);
  });

  test('are subscribed to at the call: nothing is lost before the first next()', async () => {
    const fake = fakeEngine();
    const runtime = defineRuntime(fake.engine);
    await runtime.create('a', bundle);
    const events = runtime.events('a');
    fake.processes.get('a')?.end(0);
    await runtime.wait('a');
    await runtime.delete('a');
    expect(types(await all(events))).toEqual(['exit']);
  });

  test('tell the last event to those who come when it is over', async () => {
    const fake = fakeEngine();
    const runtime = defineRuntime(fake.engine);
    await runtime.create('a', bundle);
    fake.processes.get('a')?.end(2);
    const status = await runtime.wait('a');
    expect(await all(runtime.events('a'))).toEqual([{ type: 'exit', status }]);
  });

  test('tell of one kill once, though two watchers see it, and of the kills that no watcher saw before exit', async () => {
    const fake = fakeEngine();
    const [drivers, own] = [fakeWatch(fake.log), fakeWatch(fake.log)];
    const runtime = defineRuntime(fake.engine, { oom: drivers.factory });
    await runtime.create('a', bundle);
    const [first, second] = [runtime.events('a'), runtime.events('a', { oom: own.factory })];
    await turns();
    drivers.targets[0]?.onOom?.(new Date(1));
    own.targets[0]?.onOom?.(new Date(2));
    own.targets[0]?.onOom?.(new Date(3));
    drivers.targets[0]?.onOom?.(new Date(4));
    fake.kills = 4;
    fake.processes.get('a')?.end(1);
    const told = await all(first);
    expect(types(told)).toEqual(['oom', 'oom', 'oom', 'oom', 'exit']);
    expect(told.slice(0, 2)).toEqual([
      { type: 'oom', at: new Date(1) },
      { type: 'oom', at: new Date(3) },
    ]);
    expect(await all(second)).toEqual(told);
  });

  test('do not count the kills before its arming for a watcher that comes later', async () => {
    const fake = fakeEngine();
    const [drivers, own] = [fakeWatch(fake.log), fakeWatch(fake.log)];
    const runtime = defineRuntime(fake.engine, { oom: drivers.factory });
    await runtime.create('a', bundle);
    drivers.targets[0]?.onOom?.(new Date(1));
    const events = runtime.events('a', { oom: own.factory });
    await turns();
    own.targets[0]?.onOom?.(new Date(2));
    drivers.targets[0]?.onOom?.(new Date(2));
    fake.kills = 2;
    fake.processes.get('a')?.end(0);
    expect(types(await all(events))).toEqual(['oom', 'exit']);
  });

  test('say that a watcher could not be armed, and go on', async () => {
    const fake = fakeEngine();
    const runtime = defineRuntime(fake.engine);
    await runtime.create('a', bundle);
    const events = runtime.events('a', { oom: () => Promise.reject(new Error('no cgroup')) });
    await turns();
    fake.processes.get('a')?.end(0);
    expect(await all(events)).toMatchObject([
      { type: 'error', error: { code: 'ERR_RUNTIME_FAILED', id: 'a', cause: { message: 'no cgroup' } } },
      { type: 'exit' },
    ]);
  });

  test('end with ERR_STATUS_LOST where the status is lost', async () => {
    const fake = fakeEngine();
    const runtime = defineRuntime(fake.engine);
    await runtime.create('a', bundle);
    const events = runtime.events('a');
    fake.processes.get('a')?.lose(new Error('reaped by another'));
    const lost = [{ type: 'error', error: { code: 'ERR_STATUS_LOST', reason: 'reaped by another' } }];
    expect(await all(events)).toMatchObject(lost);
    expect(await all(runtime.events('a'))).toMatchObject(lost);
  });

  test('end with ERR_STATUS_LOST too where the engine told another code', async () => {
    const fake = fakeEngine();
    const runtime = defineRuntime(fake.engine);
    await runtime.create('a', bundle);
    const events = runtime.events('a');
    const error = new RuntimeError('ERR_EXEC_FAILED', 'no such program');
    fake.processes.get('a')?.lose(error);
    expect(await all(events)).toMatchObject([{ error: { code: 'ERR_STATUS_LOST', cause: error } }]);
  });

  test('tell exit with the status where a sink failed', async () => {
    const fake = fakeEngine();
    const runtime = defineRuntime(fake.engine);
    await runtime.create('a', bundle, { stdout: () => Promise.reject(new Error('full')) });
    const events = runtime.events('a');
    fake.processes.get('a')?.stdout.write('x');
    expect(await all(events)).toMatchObject([{ type: 'exit', status: { exitCode: 137 } }]);
    expect(await all(runtime.events('a'))).toMatchObject([{ type: 'exit', status: { exitCode: 137 } }]);
  });
});

describe('a reader of events', () => {
  const subscribed = async (): Promise<{
    fake: FakeEngine;
    held: boolean[];
    abort: AbortController;
    events: AsyncIterable<ContainerEvent>;
  }> => {
    const fake = fakeEngine();
    const held: boolean[] = [];
    const create: typeof fake.engine.create = async (id, at, io) => ({
      ...(await fake.engine.create(id, at, io)),
      ref: () => void held.push(true),
      unref: () => void held.push(false),
    });
    const runtime = defineRuntime({ ...fake.engine, create });
    await runtime.create('a', bundle);
    const abort = new AbortController();
    return { fake, held, abort, events: runtime.events('a', abort) };
  };

  test('unsubscribes by leaving the loop, and keeps Node alive until then', async () => {
    const { fake, held, events } = await subscribed();
    expect(held.at(-1)).toBe(true);
    const iterator = events[Symbol.asyncIterator]();
    await iterator.return?.();
    await turns();
    expect(held.at(-1)).toBe(false);
    fake.processes.get('a')?.end(0);
    await turns();
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });

  test('unsubscribes by aborting, and is told so', async () => {
    const { held, events, abort } = await subscribed();
    const next = events[Symbol.asyncIterator]().next();
    abort.abort('left');
    await expect(next).rejects.toMatchObject({ code: 'ERR_ABORTED', cause: 'left', verb: 'events' });
    await turns();
    expect(held.at(-1)).toBe(false);
  });

  test('that is aborted before it reads gets no unhandled rejection, and the error when it does', async () => {
    const { events, abort } = await subscribed();
    abort.abort('left');
    await turns();
    const iterator = events[Symbol.asyncIterator]();
    await expect(iterator.next()).rejects.toMatchObject({ code: 'ERR_ABORTED' });
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });
});

describe('events of a container that another made', () => {
  test('end with ERR_STATUS_LOST where its end is only seen, when it stops or is gone', async () => {
    const fake = fakeEngine();
    const maker = defineRuntime(fake.engine);
    const other = defineRuntime(fake.engine);
    await maker.create('stops', bundle);
    await maker.create('goes', bundle);
    const [stops, goes] = [other.events('stops'), other.events('goes')];
    await turns();
    fake.processes.get('stops')?.end(0);
    await maker.delete('goes');
    const lost = [
      { type: 'error', error: { code: 'ERR_STATUS_LOST', verb: 'events', reason: 'it forgets' } },
    ];
    expect(await all(stops)).toMatchObject(lost);
    expect(await all(goes)).toMatchObject(lost);
  });

  test('go on where asking for it fails once, and say so', async () => {
    const fake = fakeEngine();
    await defineRuntime(fake.engine).create('a', bundle);
    const events = defineRuntime(fake.engine).events('a');
    await turns();
    fake.at.state = () => {
      delete fake.at.state;
      fake.processes.get('a')?.end(0);
      throw new Error('busy');
    };
    expect(await all(events)).toMatchObject([
      { type: 'error', error: { code: 'ERR_RUNTIME_FAILED', cause: { message: 'busy' } } },
      { type: 'error', error: { code: 'ERR_STATUS_LOST' } },
    ]);
  });

  test('fail where there is no such container', async () => {
    const events = defineRuntime(fakeEngine().engine).events('a');
    await expect(all(events)).rejects.toMatchObject({ code: 'ERR_CONTAINER_NOT_FOUND' });
  });

  test('tell its exit where the engine can adopt it, and dispose of its watchers then', async () => {
    const fake = fakeEngine();
    const adopt: NonNullable<typeof fake.engine.adopt> = async (id) => {
      const { pid, hostPid, exited } = fake.processes.get(id) ?? expect.fail();
      return { pid, hostPid, exited, oomKills: async () => 1 };
    };
    await defineRuntime(fake.engine).create('a', bundle);
    const other = defineRuntime({ ...fake.engine, adopt });
    const events = other.events('a', { oom: fakeWatch(fake.log).factory });
    const waiting = other.wait('a');
    await turns();
    fake.processes.get('a')?.end(137, 'SIGKILL');
    expect(types(await all(events))).toEqual(['oom', 'exit']);
    await expect(waiting).resolves.toMatchObject({ exitCode: 137, oomKilled: true });
    await turns();
    expect(fake.log).toContain('disposed');
  });
});

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { RuntimeError } from '@caisson/errors';
import { describe, expect, test } from 'vitest';
import { defineRuntime } from '../../src/index.ts';
import { temporaryDir, writeBundle } from '../fixtures/bundle.ts';
import { fakeEngine } from '../fixtures/fake-engine.ts';
import { fakeWatch } from '../fixtures/fake-watcher.ts';
import { turns } from '../fixtures/turn.ts';

const bundle = writeBundle(temporaryDir());

describe('wait on a fake engine', () => {
  test('gives every caller the same status, those that come late too', async () => {
    const fake = fakeEngine();
    const runtime = defineRuntime(fake.engine);
    await runtime.create('a', bundle);
    const early = Array.from({ length: 100 }, () => runtime.wait('a'));
    fake.processes.get('a')?.end(9);
    const [first, ...others] = await Promise.all([...early, runtime.wait('a')]);
    expect(first).toMatchObject({ exitCode: 9 });
    expect(others.every((status) => status === first)).toBe(true);
    await expect(runtime.wait('a')).resolves.toBe(first);
    expect(fake.log.filter((entry) => entry === 'counted a')).toHaveLength(1);
  });

  test('aborted, stops the waiting alone', async () => {
    const fake = fakeEngine();
    const runtime = defineRuntime(fake.engine);
    await runtime.create('a', bundle);
    const abort = new AbortController();
    const left = runtime.wait('a', abort);
    const stays = runtime.wait('a');
    abort.abort('bored');
    await expect(left).rejects.toMatchObject({ code: 'ERR_ABORTED', cause: 'bored', verb: 'wait' });
    expect(fake.log).toEqual(['create a']);
    fake.processes.get('a')?.end(0);
    await expect(stays).resolves.toMatchObject({ exitCode: 0 });
  });

  test('settles only after the watcher’s last read', async () => {
    const fake = fakeEngine();
    fake.kills = 'unknown';
    const { promise, resolve } = Promise.withResolvers<number>();
    const runtime = defineRuntime(fake.engine, {
      oom: fakeWatch(fake.log, { kills: () => promise }).factory,
    });
    await runtime.create('a', bundle);
    let settled = false;
    const waiting = runtime.wait('a').finally(() => {
      settled = true;
    });
    fake.processes.get('a')?.end(137, 'SIGKILL');
    await turns(50);
    expect(settled).toBe(false);
    resolve(2);
    await expect(waiting).resolves.toMatchObject({ oomKills: 2, oomKilled: true });
  });

  test('arms its own watcher on a container that runs, which is not fresh', async () => {
    const fake = fakeEngine();
    const runtime = defineRuntime(fake.engine);
    const watch = fakeWatch(fake.log);
    await runtime.create('a', bundle);
    const waiting = runtime.wait('a', { oom: watch.factory });
    await turns();
    expect(watch.targets).toMatchObject([{ pid: 1000, fresh: false }]);
    fake.processes.get('a')?.end(0);
    await waiting;
    await runtime.delete('a');
    expect(fake.log.slice(-3)).toEqual(['delete a', 'disposed', 'released a']);
  });

  test('rejects ERR_STATUS_LOST for a container that another made, and ERR_CONTAINER_NOT_FOUND for none', async () => {
    const fake = fakeEngine();
    await defineRuntime(fake.engine).create('a', bundle);
    const other = defineRuntime(fake.engine);
    await expect(other.wait('a')).rejects.toMatchObject({
      code: 'ERR_STATUS_LOST',
      reason: 'it forgets',
      id: 'a',
    });
    await expect(other.wait('b')).rejects.toMatchObject({ code: 'ERR_CONTAINER_NOT_FOUND' });
  });

  test('rejects ERR_STATUS_LOST for all where the end is lost', async () => {
    const fake = fakeEngine();
    const runtime = defineRuntime(fake.engine);
    await runtime.create('a', bundle);
    const waiting = [runtime.wait('a'), runtime.wait('a')];
    const lost = new RuntimeError('ERR_STATUS_LOST', 'gone');
    fake.processes.get('a')?.lose(lost);
    for (const wait of waiting) await expect(wait).rejects.toBe(lost);
    await expect(runtime.wait('a')).rejects.toBe(lost);
    await runtime.delete('a', { force: true });
  });

  test('keeps the process’s wait referenced while anyone waits, and not otherwise', async () => {
    const held: boolean[] = [];
    const fake = fakeEngine();
    const create: typeof fake.engine.create = async (id, at, io) => ({
      ...(await fake.engine.create(id, at, io)),
      ref: () => void held.push(true),
      unref: () => void held.push(false),
    });
    const runtime = defineRuntime({ ...fake.engine, create });
    await runtime.create('a', bundle);
    expect(held).toEqual([false]);
    const abort = new AbortController();
    const first = runtime.wait('a', abort);
    const second = runtime.wait('a');
    expect(held).toEqual([false, true]);
    abort.abort();
    await expect(first).rejects.toThrow();
    expect(held).toEqual([false, true]);
    fake.processes.get('a')?.end(0);
    await second;
    expect(held).toEqual([false, true, false]);
  });

  test('keeps nothing of those who left, however many they were', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const fake = fakeEngine();
    const runtime = defineRuntime(fake.engine);
    await runtime.create('a', bundle);
    const leave = async (times: number): Promise<number> => {
      for (let i = 0; i < times; i++) {
        const abort = new AbortController();
        const waiting = runtime.wait('a', abort);
        abort.abort();
        await waiting.catch(() => {});
      }
      await turns();
      collect();
      return process.memoryUsage().heapUsed;
    };
    const before = await leave(1_000);
    expect((await leave(10_000)) - before).toBeLessThan(2 << 20);
    const stays = runtime.wait('a');
    fake.processes.get('a')?.end(0);
    await expect(stays).resolves.toMatchObject({ exitCode: 0 });
  });
});

import type { ContainerEvent, OomTarget, OomWatcherFactory } from '@caisson/core';
import { describe, expect, it } from 'vitest';
import { world } from './support/world.ts';

const { runtime, bundle, another, process } = await world();

const collect = async (events: AsyncIterable<ContainerEvent>): Promise<readonly ContainerEvent[]> => {
  const all: ContainerEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
};

describe('an OOM kill', () => {
  it('is told before the exit, and counted in the status', async () => {
    let told: Promise<readonly ContainerEvent[]> | undefined;
    const stopped = runtime.run('oom', bundle(['forever']), {
      onCreated: () => {
        told = collect(runtime.events('oom'));
      },
      onStarted: () => runtime.oom('oom'),
    });
    expect(await stopped).toMatchObject({ exitCode: 137, signal: 'SIGKILL', oomKilled: true, oomKills: 1 });
    expect((await told)?.map(({ type }) => type)).toEqual(['oom', 'exit']);
  });

  it('comes by itself beyond the memory limit', async () => {
    const linux = { resources: { memory: { limit: 1_000_000 } } };
    expect((await runtime.run('over', bundle(['allocate', '1000001'], { linux }))).oomKilled).toBe(true);
  });

  it('of another process than init is an event, and no verdict', async () => {
    await runtime.create('child', bundle(['forever']));
    await runtime.start('child');
    const told = collect(runtime.events('child'));
    const killed = runtime.exec('child', process('forever'), {
      onStarted: ({ pid }) => runtime.oom('child', pid),
    });
    expect(await killed).toMatchObject({ exitCode: 137, oomKilled: true, oomKills: 1 });
    await runtime.kill('child', 'SIGTERM');
    expect(await runtime.wait('child')).toMatchObject({ exitCode: 143, oomKilled: false, oomKills: 1 });
    expect((await told).map(({ type }) => type)).toEqual(['oom', 'exit']);
    await runtime.delete('child');
  });

  it('is told once, however many watch, and watchers are armed, read and disposed in order', async () => {
    const log: string[] = [];
    const target: OomTarget[] = [];
    const oom: OomWatcherFactory = async (given) => {
      target.push(given);
      log.push('armed');
      return {
        kills: async () => log.push('read'),
        [Symbol.asyncDispose]: async () => void log.push('disposed'),
      };
    };
    const own = await another({ oom });
    const status = await own.run('watched', bundle(['forever']), {
      onCreated: () => void log.push('created'),
      onStarted: () => {
        target[0]?.onOom?.(new Date());
        own.oom('watched');
      },
    });
    expect(status.oomKills).toBe(1);
    expect(target[0]).toMatchObject({ id: 'watched', fresh: true, spec: { ociVersion: '1.2.0' } });
    expect(log).toEqual(['armed', 'created', 'read', 'disposed']);
  });
});

describe('events', () => {
  it('subscribe at the call, and end with the container', async () => {
    await runtime.create('early', bundle(['exit', '2']));
    const events = runtime.events('early');
    await runtime.start('early');
    await runtime.wait('early');
    expect(await collect(events)).toMatchObject([{ type: 'exit', status: { exitCode: 2 } }]);
    expect(await collect(runtime.events('early'))).toMatchObject([{ type: 'exit' }]);
    await runtime.delete('early');
  });

  it('reject for a container that is not there, and when they are aborted', async () => {
    await expect(collect(runtime.events('nobody'))).rejects.toMatchObject({
      code: 'ERR_CONTAINER_NOT_FOUND',
    });
    await runtime.create('quiet', bundle(['forever']));
    const abort = new AbortController();
    const listening = collect(runtime.events('quiet', { signal: abort.signal }));
    abort.abort();
    await expect(listening).rejects.toMatchObject({ code: 'ERR_ABORTED' });
    await runtime.delete('quiet');
  });
});

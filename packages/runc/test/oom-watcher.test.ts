import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ContainerEvent, OomTarget, OomWatcherFactory, Runtime } from '@caisson/core';
import { memoryLimit } from '@caisson/oci-spec';
import { beforeAll, expect, it } from 'vitest';
import { inBothModes } from './support/modes.ts';
import { until } from './support/until.ts';
import { sh, world } from './support/world.ts';

const here = world();

/** A fake: it watches nothing, and writes down when it is called and what is there at that time. */
interface FakeWatcher {
  readonly factory: OomWatcherFactory;
  readonly calls: string[];
  readonly targets: OomTarget[];
}

const fakeWatcher = (id: string, kills: number | 'unknown' = 'unknown'): FakeWatcher => {
  const calls: string[] = [];
  const targets: OomTarget[] = [];
  const there = (): string => (existsSync(join(here.root, id)) ? 'there' : 'gone');
  return {
    calls,
    targets,
    factory: async (target) => {
      targets.push(target);
      calls.push(`armed, init ${existsSync(`/proc/${target.pid}`) ? 'there' : 'gone'}`);
      return {
        kills: async () => {
          calls.push(`read, container ${there()}`);
          return kills;
        },
        [Symbol.asyncDispose]: async () => {
          calls.push(`disposed, container ${there()}`);
        },
      };
    },
  };
};

inBothModes('an OOM watcher', (waiting) => {
  let runtime: Runtime;
  beforeAll(async () => {
    runtime = await here.runtime({ waiting });
  });
  const limit = memoryLimit('64MiB');

  it('is armed after create and before start, read between exit and delete, disposed after delete', async () => {
    const id = here.id();
    const { factory: oom, calls, targets } = fakeWatcher(id);
    const status = await runtime.run(id, await here.bundle(sh('echo runs; exit 3'), limit), {
      oom,
      stdout: () => void calls.push('the program runs'),
      onCreated: ({ pid }) => {
        calls.push('onCreated');
        expect(targets[0]).toMatchObject({ id, pid, fresh: true });
        expect(targets[0]?.spec?.linux?.resources?.memory?.limit).toBe(64 << 20);
      },
    });
    expect(status.exitCode).toBe(3);
    expect(calls).toEqual([
      'armed, init there',
      'onCreated',
      'the program runs',
      'read, container there',
      'disposed, container gone',
    ]);
  });

  it('of the driver is used where the call brings none', async () => {
    const id = here.id();
    const { factory: oom, calls } = fakeWatcher(id);
    const watched = await here.runtime({ waiting, oom });
    await watched.run(id, await here.bundle(['true']));
    expect(calls).toEqual(['armed, init there', 'read, container there', 'disposed, container gone']);
    const other = fakeWatcher(id);
    await watched.run(id, await here.bundle(['true']), { oom: other.factory });
    expect([calls.length, other.calls.length]).toEqual([3, 3]);
  });

  it('is armed by create, and by wait and events of what has begun, and disposed by delete', async () => {
    const id = here.id();
    const { factory: oom, calls, targets } = fakeWatcher(id);
    await runtime.create(id, await here.bundle(['sleep', '1000']), { oom });
    expect(targets.map(({ fresh }) => fresh)).toEqual([true]);
    await runtime.start(id);
    const waited = runtime.wait(id, { oom }).catch(() => {});
    const events = runtime.events(id, { oom });
    await until(() => targets.length === 3);
    expect(targets.map(({ fresh }) => fresh)).toEqual([true, false, false]);
    await runtime.kill(id, 'SIGKILL');
    await waited;
    for await (const _ of events);
    expect(calls.filter((call) => call.startsWith('disposed'))).toEqual([]);
    await runtime.delete(id);
    expect(calls.filter((call) => call.startsWith('disposed'))).toEqual(
      Array.from({ length: 3 }, () => 'disposed, container gone'),
    );
  });

  it('that cannot be armed fails the run, and nothing is left', async () => {
    const error = new Error('no eventfd');
    const oom = (): Promise<never> => Promise.reject(error);
    const bundle = await here.bundle(['sleep', '1000']);
    await expect(runtime.run(here.id(), bundle, { oom })).rejects.toBe(error);
    expect(here.remains.now()).toEqual([]);
    await expect(runtime.create(here.id(), bundle, { oom })).rejects.toBe(error);
    expect(here.remains.now()).toEqual([]);
  });

  it('tells the moment of a kill, once, before the exit', async () => {
    const id = here.id();
    const seen: string[] = [];
    let events: AsyncIterable<ContainerEvent> | undefined;
    const { factory, targets } = fakeWatcher(id, 1);
    const status = await runtime.run(id, await here.bundle(sh('tail /dev/zero; echo on; exit 0'), limit), {
      oom: factory,
      onCreated: () => {
        events = runtime.events(id);
      },
      stdout: () => {
        seen.push('stdout');
        targets[0]?.onOom?.(new Date(0));
      },
    });
    expect(status).toMatchObject({ exitCode: 0, oomKills: 1 });
    const all: ContainerEvent[] = [];
    for await (const event of events ?? []) all.push(event);
    expect(all).toEqual([
      { type: 'oom', at: new Date(0) },
      { type: 'exit', status },
    ]);
  });
});

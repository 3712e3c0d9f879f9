import { describe, expect, it } from 'vitest';
import { type FaultVerb, memory } from '../src/index.ts';
import { world } from './support/world.ts';

const { runtime, bundle, dir, another, process } = await world();

const calls: Readonly<Record<FaultVerb, (id: string) => Promise<unknown>>> = {
  prepare: (id) => runtime.prepare({ ociVersion: '1.2.0' }, { id }),
  run: (id) => runtime.run(`${id}-run`, bundle(['exit', '0'])),
  create: (id) => runtime.create(`${id}-new`, bundle(['exit', '0'])),
  start: (id) => runtime.start(id),
  wait: (id) => runtime.wait(id),
  exec: (id) => runtime.exec(id, process('exit', '0')),
  kill: (id) => runtime.kill(id, 'SIGCHLD'),
  delete: (id) => runtime.delete(id),
  state: (id) => runtime.state(id),
  list: () => runtime.list(),
  events: (id) => runtime.events(id)[Symbol.asyncIterator]().next(),
  checkpoint: (id) => runtime.checkpoint(id, { imagePath: dir }),
  restore: (id) => runtime.restore(`${id}-restored`, bundle(['exit', '0']), { imagePath: dir }),
  pause: (id) => runtime.pause(id),
  resume: (id) => runtime.resume(id),
  update: (id) => runtime.update(id, {}),
  stats: (id) => runtime.stats(id),
  processes: (id) => runtime.processes(id),
};

describe('a fault', () => {
  it.each(Object.keys(calls) as FaultVerb[])('may be asked of %s, once', async (verb) => {
    const ran = verb !== 'start' && verb !== 'delete';
    await runtime.create('it', bundle(['forever']));
    if (ran) await runtime.start('it');
    if (verb === 'restore') await runtime.checkpoint('it', { imagePath: dir, leaveRunning: true });
    if (verb === 'wait') await runtime.kill('it', 'SIGKILL');
    if (verb === 'resume') await runtime.pause('it');
    runtime.fault({ verb, code: 'ERR_PERMISSION', reason: 'seccomp' });
    await expect(calls[verb]('it')).rejects.toMatchObject({ code: 'ERR_PERMISSION', reason: 'seccomp' });
    await runtime.delete('it', { force: true });
    expect(await runtime.list()).toEqual([]);
  });

  it.each(['create', 'start', 'delete', 'run'] as const)(
    'of %s after its work is done leaves nothing of a run behind',
    async (verb) => {
      runtime.fault({ verb, code: 'ERR_TIMEOUT', at: 'after', id: 'late' });
      await expect(runtime.run('late', bundle(['exit', '3']))).rejects.toMatchObject({ code: 'ERR_TIMEOUT' });
      expect(await runtime.list()).toEqual([]);
    },
  );

  it('may hold a verb until the test lets it go on', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const abort = new AbortController();
    runtime.fault({ verb: 'create', until: promise });
    const running = runtime.run('held', bundle(['exit', '0']), { signal: abort.signal });
    abort.abort();
    resolve();
    await expect(running).rejects.toMatchObject({ code: 'ERR_ABORTED' });
    expect(await runtime.list()).toEqual([]);
  });

  it('is of one container where it says so, comes as often as it says, and can be taken back', async () => {
    const back = runtime.fault({ verb: 'state', code: 'ERR_TIMEOUT', id: 'a', times: 2 });
    const failing = async (id: string): Promise<string> =>
      runtime.state(id).then(
        () => 'none',
        ({ code }: { code: string }) => code,
      );
    expect(await failing('b')).toBe('ERR_CONTAINER_NOT_FOUND');
    expect(await failing('a')).toBe('ERR_TIMEOUT');
    back();
    expect(await failing('a')).toBe('ERR_CONTAINER_NOT_FOUND');
  });
});

describe('a capability that is lacking', () => {
  it('makes its verbs reject ERR_NOT_SUPPORTED', async () => {
    const own = await another({ lacks: ['pause', 'checkpointRestore'] });
    expect(own.capabilities).toMatchObject({ pause: false, checkpointRestore: false, update: true });
    await expect(own.pause('x')).rejects.toMatchObject({ code: 'ERR_NOT_SUPPORTED' });
    await expect(own.checkpoint('x', { imagePath: dir })).rejects.toMatchObject({
      code: 'ERR_NOT_SUPPORTED',
    });
  });

  it('makes signals and statuses unknown', async () => {
    const own = await another({ lacks: ['exactSignals', 'waitAny'] });
    const status = await own.run('vague', bundle(['forever']), {
      onStarted: () => own.kill('vague', 'SIGKILL'),
    });
    expect(status).toMatchObject({ exitCode: 137, signal: 'unknown' });
    await runtime.create('others', bundle(['exit', '0']));
    await expect(own.wait('others')).rejects.toMatchObject({ code: 'ERR_STATUS_LOST' });
    await runtime.delete('others');
  });
});

it.each([{ program: {} }, { programs: 7 }, { lacks: ['gpu'] }, { host: {} }])(
  'memory() refuses %o',
  async (options) => {
    await expect(memory(options as never)).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION' });
  },
);

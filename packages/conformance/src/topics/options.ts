import assert from 'node:assert/strict';
import type { Runtime } from '@caisson/core';
import { type ContractTest, topic } from '../suite/topic.ts';
import { gather } from '../world/gather.ts';
import type { World } from '../world/world.ts';

type Calls = Readonly<Record<string, (runtime: Runtime, id: string, options: never) => Promise<unknown>>>;

/** Each call that every runtime has, with options that are none. */
const callsOf = async (here: World): Promise<Calls> => {
  const bundle = await here.bundle({ does: 'exit', code: 0 });
  const process = here.process({ does: 'exit', code: 0 });
  return {
    run: (runtime, id, options) => runtime.run(id, bundle, options),
    wait: (runtime, id, options) => runtime.wait(id, options),
    exec: (runtime, id, options) => runtime.exec(id, process, options),
    kill: (runtime, id, options) => runtime.kill(id, 'SIGKILL', options),
    delete: (runtime, id, options) => runtime.delete(id, options),
    state: (runtime, id, options) => runtime.state(id, options),
    events: async (runtime, id, options) => {
      if (!runtime.capabilities.events) throw Object.assign(new TypeError(), { code: 'ERR_INVALID_OPTION' });
      return runtime.events(id, options)[Symbol.asyncIterator]().next();
    },
  };
};

const refusedAsOption = async (here: World, work: Promise<unknown>): Promise<void> => {
  const error = await here.refused(work, 'ERR_INVALID_OPTION');
  assert.ok(error instanceof TypeError, 'it is a TypeError');
};

const invalidIds = ['', '-begins', '.begins', 'a/b', 'a b', 'ä', 'a\n', 'x'.repeat(256), 7, undefined];

export const options: readonly ContractTest[] = topic('options', (it) => {
  it('an unknown option is a TypeError, ERR_INVALID_OPTION, of every call', {
    programs: ['run', 'exit'],
  }, async (here) => {
    const { id, ended } = await here.running({ does: 'run' });
    for (const call of Object.values(await callsOf(here))) {
      await refusedAsOption(here, here.later(call(here.runtime, id, { timeout: 5 } as never)));
    }
    await refusedAsOption(here, here.runtime.list({ timeout: 5 } as never));
    await here.notNow('the end of the container', ended);
  });

  it('an ill-typed option is a TypeError, ERR_INVALID_OPTION', {
    programs: ['run', 'exit'],
  }, async (here) => {
    const bundle = await here.bundle({ does: 'exit', code: 0 });
    const wrong = [
      { signal: 'SIGTERM' },
      { stdout: 7 },
      { stdin: 7 },
      { onStarted: 'yes' },
      { stop: 'SIGTERM' },
      { stop: { signal: 'SIGNOPE', graceMs: 5 } },
      { stop: { signal: 'SIGTERM', graceMs: -5 } },
    ];
    for (const each of wrong) {
      await refusedAsOption(here, here.later(here.runtime.run(here.id(), bundle, each as never)));
    }
    const { id } = await here.running({ does: 'run' });
    await refusedAsOption(here, here.runtime.kill(id, 'SIGTERM', { pid: -1 }));
    await refusedAsOption(here, here.runtime.delete(id, { force: 'yes' as never }));
  });

  it('output beside stdout or stderr is a TypeError, ERR_INVALID_OPTION', {
    programs: ['exit'],
  }, async (here) => {
    const bundle = await here.bundle({ does: 'exit', code: 0 });
    const both = { output: () => {}, stdout: () => {} };
    await refusedAsOption(here, here.later(here.runtime.run(here.id(), bundle, both as never)));
  });

  it('what is no signal is a TypeError, ERR_INVALID_OPTION', { programs: ['run'] }, async (here) => {
    const { id, ended } = await here.running({ does: 'run' });
    for (const signal of ['SIGNOPE', 'TERM', '', 0, -9, 65, 1.5, null]) {
      await refusedAsOption(here, here.runtime.kill(id, signal as never));
    }
    await here.notNow('the end of the container', ended);
  });

  it('a call that is refused for its options has started nothing', { programs: ['print'] }, async (here) => {
    const [id, out] = [here.id(), gather()];
    const bundle = await here.bundle({ does: 'print', stdout: 'began' });
    const run = here.later(here.runtime.run(id, bundle, { stdout: out.sink, timeout: 5 } as never));
    await Promise.allSettled([here.soon('the refusal', run)]);
    await here.moment();
    assert.equal(out.text(), '');
    await here.refused(here.runtime.state(id), 'ERR_CONTAINER_NOT_FOUND');
  });

  it('an option that is undefined counts as absent', { programs: ['print'] }, async (here) => {
    const bundle = await here.bundle({ does: 'print', stdout: 'all the same' });
    const out = gather();
    const absent = {
      stdin: undefined,
      stderr: undefined,
      signal: undefined,
      onStarted: undefined,
      stop: undefined,
    };
    await here.soon('the end of run', here.runtime.run(here.id(), bundle, { ...absent, stdout: out.sink }));
    assert.equal(out.text(), 'all the same');
  });

  it('what is no container id is ERR_INVALID_ID, of every call', { programs: ['exit'] }, async (here) => {
    for (const call of Object.values(await callsOf(here))) {
      for (const id of invalidIds) {
        const work = here.later(call(here.runtime, id as never, {} as never));
        if (here.can('events')) await here.refused(work, 'ERR_INVALID_ID');
        else await here.refused(work, 'ERR_INVALID_ID', 'ERR_NOT_SUPPORTED', 'ERR_INVALID_OPTION');
      }
    }
  });

  it('an id of every allowed character is one', { programs: ['print'] }, async (here) => {
    const out = gather();
    const id = `${here.id()}_Az09+.-`;
    const bundle = await here.bundle({ does: 'print', stdout: 'taken' });
    const run = here.later(here.runtime.run(id, bundle, { stdout: out.sink }));
    await here.soon('the end of run', run);
    assert.equal(out.text(), 'taken');
  });

  it('a call whose arguments are wrong rejects, and does not throw', { programs: ['exit'] }, async (here) => {
    const { events: _events, ...calls } = await callsOf(here);
    for (const [verb, call] of Object.entries(calls)) {
      let work: Promise<unknown> | undefined;
      assert.doesNotThrow(() => {
        work = call(here.runtime, '', { timeout: 5 } as never);
      }, `${verb} threw`);
      await here.refused(here.later(Promise.resolve(work)), 'ERR_INVALID_ID', 'ERR_INVALID_OPTION');
    }
  });
});

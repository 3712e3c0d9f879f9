import assert from 'node:assert/strict';
import type { ContainerEvent } from '@caisson/core';
import { type ContractTest, topic } from '../suite/topic.ts';

const all = async (events: AsyncIterable<ContainerEvent>): Promise<readonly ContainerEvent[]> => {
  const seen: ContainerEvent[] = [];
  for await (const event of events) seen.push(event);
  return seen;
};

const needs = { programs: ['run'], capabilities: ['events'] } as const;

export const events: readonly ContractTest[] = topic('events', (it) => {
  it('events end with the exit, whose status is the run’s own', needs, async (here) => {
    const { id, ended } = await here.running({ does: 'run' });
    const seen = here.later(all(here.runtime.events(id)));
    await here.notNow('the end of events', seen);
    await here.soon('kill', here.runtime.kill(id, 'SIGKILL'));
    const status = await here.soon('the end of run', ended);
    assert.deepEqual(await here.soon('the end of events', seen), [{ type: 'exit', status }]);
  });

  it('events subscribe at the call, not when the first is asked for', needs, async (here) => {
    const { id, ended } = await here.running({ does: 'run' });
    const events = here.runtime.events(id);
    await here.soon('kill', here.runtime.kill(id, 'SIGKILL'));
    await here.soon('the end of run', ended);
    const seen = await here.soon('the end of events', all(events));
    assert.deepEqual(
      seen.map(({ type }) => type),
      ['exit'],
    );
  });

  it('each subscriber gets every event', needs, async (here) => {
    const { id, ended } = await here.running({ does: 'run' });
    const both = [here.later(all(here.runtime.events(id))), here.later(all(here.runtime.events(id)))];
    await here.soon('kill', here.runtime.kill(id, 'SIGKILL'));
    await here.soon('the end of run', ended);
    for (const seen of await here.soon('the end of events', Promise.all(both))) {
      assert.deepEqual(
        seen.map(({ type }) => type),
        ['exit'],
      );
    }
  });

  it('whoever leaves the loop gets no more, and the others do', needs, async (here) => {
    const { id, ended } = await here.running({ does: 'run' });
    const left = here.runtime.events(id)[Symbol.asyncIterator]();
    const stays = here.later(all(here.runtime.events(id)));
    await here.soon('leaving', Promise.resolve(left.return?.()));
    await here.soon('kill', here.runtime.kill(id, 'SIGKILL'));
    await here.soon('the end of run', ended);
    assert.equal((await here.soon('next', left.next())).done, true);
    assert.equal((await here.soon('the end of events', stays)).length, 1);
  });

  it('aborting ends the events, and the container runs on', needs, async (here) => {
    const { id, ended } = await here.running({ does: 'run' });
    const abort = new AbortController();
    const seen = here.later(all(here.runtime.events(id, { signal: abort.signal })));
    await here.moment();
    abort.abort();
    await here.refused(seen, 'ERR_ABORTED');
    await here.notNow('the end of run', ended);
  });

  it('events of a container that is not there fail with ERR_CONTAINER_NOT_FOUND', {
    capabilities: ['events'],
  }, async (here) => {
    const first = async () => here.runtime.events(here.id())[Symbol.asyncIterator]().next();
    await here.refused(first(), 'ERR_CONTAINER_NOT_FOUND');
  });
});

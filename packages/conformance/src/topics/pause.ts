import assert from 'node:assert/strict';
import { type ContractTest, topic } from '../suite/topic.ts';

const needs = { programs: ['tick'], capabilities: ['pause'] } as const;

export const pause: readonly ContractTest[] = topic('pause', (it) => {
  it('a paused container stands still', needs, async (here) => {
    const { id, out } = await here.running({ does: 'tick' });
    await here.soon('pause', here.runtime.pause(id));
    await here.moment(); // What it had written may be on its way.
    const before = out.text();
    await here.moment();
    assert.equal(out.text(), before);
  });

  it('state tells that a container is paused, and after resume that it runs', needs, async (here) => {
    const { id } = await here.running({ does: 'tick' });
    await here.soon('pause', here.runtime.pause(id));
    assert.equal((await here.runtime.state(id)).status, 'paused');
    await here.soon('resume', here.runtime.resume(id));
    assert.equal((await here.runtime.state(id)).status, 'running');
  });

  it('resume lets it go on from where it was', needs, async (here) => {
    const { id, out } = await here.running({ does: 'tick' });
    await here.soon('pause', here.runtime.pause(id));
    await here.moment();
    const before = out.lines().length;
    await here.soon('resume', here.runtime.resume(id));
    await here.until('more ticks', () => out.lines().length > before + 2);
    assert.deepEqual(
      out.lines(),
      out.lines().map((_, i) => String(i + 1)),
    );
  });

  it('pause of what is paused, and resume of what runs, are ERR_WRONG_STATE', needs, async (here) => {
    const { id } = await here.running({ does: 'tick' });
    await here.refused(here.runtime.resume(id), 'ERR_WRONG_STATE');
    await here.soon('pause', here.runtime.pause(id));
    await here.refused(here.runtime.pause(id), 'ERR_WRONG_STATE');
  });

  it('exec in a paused container is ERR_WRONG_STATE', {
    ...needs,
    programs: ['tick', 'exit'],
  }, async (here) => {
    const { id } = await here.running({ does: 'tick' });
    await here.soon('pause', here.runtime.pause(id));
    await here.refused(here.runtime.exec(id, here.process({ does: 'exit', code: 0 })), 'ERR_WRONG_STATE');
  });

  it('SIGKILL ends a paused container', needs, async (here) => {
    const { id, ended } = await here.running({ does: 'tick' });
    await here.soon('pause', here.runtime.pause(id));
    await here.soon('kill', here.runtime.kill(id, 'SIGKILL'));
    assert.equal((await here.soon('the end of run', ended)).exitCode, 137);
  });

  it('delete with force ends a paused container', needs, async (here) => {
    const { id, ended } = await here.running({ does: 'tick' });
    await here.soon('pause', here.runtime.pause(id));
    await here.soon('delete', here.runtime.delete(id, { force: true }));
    assert.equal((await here.soon('the end of run', ended)).exitCode, 137);
  });

  it('pause and resume of an id that is not there are ERR_CONTAINER_NOT_FOUND', {
    ...needs,
    programs: [],
  }, async (here) => {
    await here.refused(here.runtime.pause(here.id()), 'ERR_CONTAINER_NOT_FOUND');
    await here.refused(here.runtime.resume(here.id()), 'ERR_CONTAINER_NOT_FOUND');
  });
});

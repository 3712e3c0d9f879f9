import assert from 'node:assert/strict';
import { type ContractTest, topic } from '../suite/topic.ts';
import { gather } from '../world/gather.ts';

export const terminal: readonly ContractTest[] = topic('terminal', (it) => {
  it('run gives its program the terminal that the spec and the call want', {
    programs: ['tty'],
    capabilities: ['terminal'],
    parts: ['terminal'],
  }, async (here) => {
    const out = gather();
    const bundle = await here.bundle({ does: 'tty' });
    await here.amend(bundle, ({ process, ...spec }) => ({
      ...spec,
      ...(process ? { process: { ...process, terminal: true } } : {}),
    }));
    const options = { terminal: here.part('terminal')(), output: out.sink };
    await here.soon('the end of run', here.later(here.runtime.run(here.id(), bundle, options)));
    assert.equal(out.text().trim(), 'terminal');
  });

  it('exec gives its process the terminal that the call wants', {
    programs: ['run', 'tty'],
    capabilities: ['terminal'],
    parts: ['terminal'],
  }, async (here) => {
    const { id } = await here.running({ does: 'run' });
    const out = gather();
    const options = { terminal: here.part('terminal')(), output: out.sink };
    await here.soon('exec', here.later(here.runtime.exec(id, here.process({ does: 'tty' }), options)));
    assert.equal(out.text().trim(), 'terminal');
  });

  it('without one, a program has none', { programs: ['tty'] }, async (here) => {
    const out = gather();
    const bundle = await here.bundle({ does: 'tty' });
    await here.soon('the end of run', here.later(here.runtime.run(here.id(), bundle, { output: out.sink })));
    assert.equal(out.text().trim(), 'none');
  });
});

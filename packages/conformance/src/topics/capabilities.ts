import assert from 'node:assert/strict';
import { type ContractTest, topic } from '../suite/topic.ts';

export const capabilities: readonly ContractTest[] = topic('capabilities', (it) => {
  it('a runtime has a name, and a version that is text where it tells one', {}, async ({ runtime }) => {
    assert.match(runtime.name, /./);
    if (runtime.version !== undefined) assert.match(runtime.version, /./);
  });

  it('each capability is true or false', {}, async ({ runtime }) => {
    const { reasons: _reasons, ...all } = runtime.capabilities;
    for (const [name, value] of Object.entries(all)) assert.equal(typeof value, 'boolean', name);
    assert.ok(Object.keys(all).length > 0, 'there are some');
  });

  it('reasons say, in words, why capabilities are false, and of none that is true', {}, async ({
    runtime,
  }) => {
    const { reasons, ...all } = runtime.capabilities;
    for (const [name, reason] of Object.entries(reasons)) {
      assert.match(String(reason), /\w/, name);
      assert.equal(all[name as keyof typeof all], false, `${name}, of which there is the reason ${reason}`);
    }
  });

  it('capabilities stay as they are', { programs: ['exit'] }, async (here) => {
    const before = structuredClone(here.runtime.capabilities);
    await here.soon(
      'the end of run',
      here.runtime.run(here.id(), await here.bundle({ does: 'exit', code: 0 })),
    );
    assert.deepEqual(here.runtime.capabilities, before);
  });
});

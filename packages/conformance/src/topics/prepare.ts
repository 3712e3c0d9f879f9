import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Spec } from '@caisson/core';
import { type ContractTest, topic } from '../suite/topic.ts';
import { gather } from '../world/gather.ts';

const specOf = async (bundle: string): Promise<Spec> =>
  JSON.parse(await readFile(join(bundle, 'config.json'), 'utf8')) as Spec;

export const prepare: readonly ContractTest[] = topic('prepare', (it) => {
  it('prepare leaves its argument as it was', { programs: ['exit'] }, async (here) => {
    const spec = await specOf(await here.bundle({ does: 'exit', code: 0 }, { memory: 64 << 20 }));
    const before = structuredClone(spec);
    await here.soon('prepare', here.runtime.prepare(spec, { id: here.id() }));
    assert.deepEqual(spec, before);
  });

  it('prepare gives a spec of its own: changing it changes nothing else', {
    programs: ['exit'],
  }, async (here) => {
    const spec = await specOf(await here.bundle({ does: 'exit', code: 0 }));
    const prepared = await here.soon('prepare', here.runtime.prepare(spec));
    const after = structuredClone(spec);
    assert.notEqual(prepared, spec);
    const { process } = prepared;
    assert.ok(process, 'it has a process');
    Object.assign(process, { cwd: '/elsewhere' });
    assert.deepEqual(spec, after);
  });

  it('what prepare gives can be run, and does the same', { programs: ['print'] }, async (here) => {
    const bundle = await here.bundle({ does: 'print', stdout: 'prepared', code: 3 });
    const prepared = await here.soon('prepare', here.runtime.prepare(await specOf(bundle)));
    await here.amend(bundle, () => prepared);
    const out = gather();
    const run = here.later(here.runtime.run(here.id(), bundle, { stdout: out.sink }));
    assert.equal((await here.soon('the end of run', run)).exitCode, 3);
    assert.equal(out.text(), 'prepared');
  });

  it('prepare makes no container', { programs: ['exit'] }, async (here) => {
    const id = here.id();
    const spec = await specOf(await here.bundle({ does: 'exit', code: 0 }));
    await here.soon('prepare', here.runtime.prepare(spec, { id }));
    await here.refused(here.runtime.state(id), 'ERR_CONTAINER_NOT_FOUND');
  });

  it('what is no spec is ERR_INVALID_SPEC', {}, async (here) => {
    for (const wrong of [null, 'a spec', [], undefined]) {
      await here.refused(here.runtime.prepare(wrong as never), 'ERR_INVALID_SPEC');
    }
  });
});

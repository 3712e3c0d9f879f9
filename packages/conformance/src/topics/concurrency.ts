import assert from 'node:assert/strict';
import type { RuntimeError } from '@caisson/core';
import { type ContractTest, topic } from '../suite/topic.ts';
import { gather } from '../world/gather.ts';

const codes = [0, 1, 2, 3, 4, 5, 6, 7];

export const concurrency: readonly ContractTest[] = topic('concurrency', (it) => {
  it('runs at the same time have each their own output and status', { programs: ['print'] }, async (here) => {
    const runs = codes.map(async (code) => {
      const out = gather();
      const bundle = await here.bundle({ does: 'print', stdout: `this is ${code}`, code });
      const { exitCode } = await here.later(here.runtime.run(here.id(), bundle, { stdout: out.sink }));
      return [exitCode, out.text()];
    });
    const wanted = codes.map((code) => [code, `this is ${code}`]);
    assert.deepEqual(await here.soon('the end of all', Promise.all(runs)), wanted);
  });

  it('execs at the same time have each their own output and status', {
    programs: ['run', 'print'],
  }, async (here) => {
    const { id } = await here.running({ does: 'run' });
    const execs = codes.map(async (code) => {
      const out = gather();
      const process = here.process({ does: 'print', stdout: `this is ${code}`, code });
      const { exitCode } = await here.later(here.runtime.exec(id, process, { stdout: out.sink }));
      return [exitCode, out.text()];
    });
    const wanted = codes.map((code) => [code, `this is ${code}`]);
    assert.deepEqual(await here.soon('the end of all', Promise.all(execs)), wanted);
  });

  it('of two runs of one id at the same time one runs, and the other is ERR_CONTAINER_EXISTS', {
    programs: ['sleep'],
  }, async (here) => {
    const id = here.id();
    const bundle = await here.bundle({ does: 'sleep', ms: 200, code: 5 });
    const two = [here.later(here.runtime.run(id, bundle)), here.later(here.runtime.run(id, bundle))];
    const ends = (await here.soon('the end of both', Promise.allSettled(two))).map((end) =>
      end.status === 'fulfilled' ? String(end.value.exitCode) : (end.reason as RuntimeError).code,
    );
    assert.deepEqual(ends.toSorted(), ['5', 'ERR_CONTAINER_EXISTS']);
  });

  it('deletes with force at the same time all succeed', { programs: ['run'] }, async (here) => {
    const { id } = await here.running({ does: 'run' });
    const deletes = Array.from({ length: 5 }, () => here.runtime.delete(id, { force: true }));
    await here.soon('all deletes', Promise.all(deletes));
    await here.refused(here.runtime.state(id), 'ERR_CONTAINER_NOT_FOUND');
  });

  it('list holds while containers come and go', { programs: ['run', 'exit'] }, async (here) => {
    const { id } = await here.running({ does: 'run' });
    const bundle = await here.bundle({ does: 'exit', code: 0 });
    const others = codes.slice(0, 4).map(() => here.later(here.runtime.run(here.id(), bundle)));
    for (let i = 0; i < 4; i++) {
      const listed = await here.soon('list', here.runtime.list());
      assert.ok(
        listed.some((each) => each.id === id),
        'it is among them',
      );
    }
    await here.soon('the end of all', Promise.all(others));
  });
});

import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ContractTest, topic } from '../../suite/topic.ts';
import { gather } from '../../world/gather.ts';

const numbers = (to: number): string => Array.from({ length: to }, (_, i) => `${i + 1}\n`).join('');

export const sinks: readonly ContractTest[] = topic('streams', (it) => {
  it('stdout and stderr go each to its own sink', { programs: ['print'] }, async (here) => {
    const [out, err] = [gather(), gather()];
    const bundle = await here.bundle({ does: 'print', stdout: 'to out', stderr: 'to err' });
    const run = here.runtime.run(here.id(), bundle, { stdout: out.sink, stderr: err.sink });
    await here.soon('the end of run', run);
    assert.deepEqual([out.text(), err.text()], ['to out', 'to err']);
  });

  it('absent output is discarded, and holds nobody up', { programs: ['count'] }, async (here) => {
    const bundle = await here.bundle({ does: 'count', to: 50_000 });
    const run = here.later(here.runtime.run(here.id(), bundle));
    assert.equal((await here.soon('the end of run', run)).exitCode, 0);
  });

  it('output has both streams, in the order of the writes where that can be', {
    programs: ['alternate'],
  }, async (here) => {
    const out = gather();
    const bundle = await here.bundle({ does: 'alternate', times: 50 });
    await here.soon('the end of run', here.runtime.run(here.id(), bundle, { output: out.sink }));
    const wanted = Array.from({ length: 50 }, (_, i) => [`o${i + 1}`, `e${i + 1}`]).flat();
    const inOrder = (lines: readonly string[]) =>
      here.can('orderedOutput')
        ? lines
        : lines.toSorted((a, b) => Number(b[0] === 'o') - Number(a[0] === 'o'));
    assert.deepEqual(inOrder(out.lines()), inOrder(wanted));
  });

  it('all output has been delivered, in order, when run settles', { programs: ['count'] }, async (here) => {
    const out = gather();
    const bundle = await here.bundle({ does: 'count', to: 60_000 });
    await here.soon('the end of run', here.runtime.run(here.id(), bundle, { stdout: out.sink }));
    assert.ok(out.text() === numbers(60_000), `${out.bytes().length} bytes, not the numbers from 1 to 60000`);
  });

  it('all output has been delivered, in order, when exec settles', {
    programs: ['run', 'count'],
  }, async (here) => {
    const { id } = await here.running({ does: 'run' });
    const out = gather();
    const count = here.process({ does: 'count', to: 60_000 });
    await here.soon('exec', here.runtime.exec(id, count, { stdout: out.sink }));
    assert.ok(out.text() === numbers(60_000), `${out.bytes().length} bytes, not the numbers from 1 to 60000`);
  });

  it('a sink may be a writable, which is neither ended nor destroyed', {
    programs: ['print'],
  }, async (here) => {
    const sink = new PassThrough();
    const bundle = await here.bundle({ does: 'print', stdout: 'some' });
    await here.soon('the end of run', here.runtime.run(here.id(), bundle, { stdout: sink }));
    await here.moment();
    assert.deepEqual([sink.writableEnded, sink.destroyed], [false, false]);
    assert.equal(String(sink.read()), 'some');
  });

  it('a sink may be a file, which is appended to', { programs: ['print'] }, async (here) => {
    const file = join(await here.dir(), 'output');
    await writeFile(file, 'before ');
    const bundle = await here.bundle({ does: 'print', stdout: 'after' });
    await here.soon('the end of run', here.runtime.run(here.id(), bundle, { stdout: { file } }));
    assert.equal(await readFile(file, 'utf8'), 'before after');
  });

  it('a file that is missing is made for its owner alone', { programs: ['print'] }, async (here) => {
    const file = join(await here.dir(), 'output');
    const bundle = await here.bundle({ does: 'print', stdout: 'new' });
    await here.soon('the end of run', here.runtime.run(here.id(), bundle, { stdout: { file } }));
    assert.equal(await readFile(file, 'utf8'), 'new');
    // Windows has no such modes.
    if (process.platform !== 'win32') assert.equal((await stat(file)).mode & 0o777, 0o600);
  });

  it('a function is called with bytes, one call at a time', { programs: ['count'] }, async (here) => {
    let [calls, atOnce, most] = [0, 0, 0];
    const stdout = async (chunk: Uint8Array): Promise<void> => {
      assert.ok(chunk instanceof Uint8Array, 'it is bytes');
      calls++;
      most = Math.max(most, ++atOnce);
      await sleep(1);
      atOnce--;
    };
    const bundle = await here.bundle({ does: 'count', to: 60_000 });
    await here.soon('the end of run', here.runtime.run(here.id(), bundle, { stdout }));
    assert.deepEqual([calls > 0, most, atOnce], [true, 1, 0]);
  });

  it('a sink that takes its time slows the program', { programs: ['count'] }, async (here) => {
    const { promise: ready, resolve: goOn } = Promise.withResolvers<void>();
    const { promise: called, resolve: onCall } = Promise.withResolvers<void>();
    let taken = 0;
    const stdout = async (chunk: Uint8Array): Promise<void> => {
      taken += chunk.byteLength;
      onCall();
      await ready;
    };
    const bundle = await here.bundle({ does: 'count', to: 200_000 });
    const id = here.id();
    const run = here.later(here.runtime.run(id, bundle, { stdout }));
    try {
      await here.soon('the first output', called);
      await here.notNow('run, whose sink is not ready', run);
      await here.moment();
      // Else its output is in somebody's memory.
      assert.equal((await here.runtime.state(id)).status, 'running');
    } finally {
      goOn();
    }
    assert.equal((await here.soon('the end of run', run)).exitCode, 0);
    assert.equal(taken, 1_288_895);
  });

  for (const [kind, make] of [
    [
      'a function that throws',
      (error: Error) => () => {
        throw error;
      },
    ],
    ['a function that rejects', (error: Error) => () => Promise.reject(error)],
    [
      'a writable that fails',
      (error: Error) => new Writable({ write: (_chunk, _encoding, done) => done(error) }),
    ],
  ] as const) {
    it(`${kind} kills the program, and the call rejects with ERR_STREAM and its error`, {
      programs: ['tick'],
    }, async (here) => {
      const [id, error] = [here.id(), new Error('enough')];
      const bundle = await here.bundle({ does: 'tick' });
      const run = here.later(here.runtime.run(id, bundle, { stdout: make(error) }));
      assert.equal((await here.refused(run, 'ERR_STREAM')).cause, error);
      await here.refused(here.runtime.state(id), 'ERR_CONTAINER_NOT_FOUND');
    });
  }

  it('a sink that fails for exec kills that process alone, with ERR_STREAM', {
    programs: ['run', 'tick'],
  }, async (here) => {
    const { id } = await here.running({ does: 'run' });
    const error = new Error('enough');
    const stdout = () => Promise.reject(error);
    const exec = here.later(here.runtime.exec(id, here.process({ does: 'tick' }), { stdout }));
    assert.equal((await here.refused(exec, 'ERR_STREAM')).cause, error);
    assert.equal((await here.runtime.state(id)).status, 'running');
  });

  it('the streams of create are attached from there on', {
    programs: ['echo'],
    capabilities: ['create'],
  }, async (here) => {
    const [id, out] = [here.id(), gather()];
    const bundle = await here.bundle({ does: 'echo' });
    await here.soon('create', here.runtime.create(id, bundle, { stdin: 'through', stdout: out.sink }));
    await here.soon('start', here.runtime.start(id));
    await here.until('its output', () => out.text() === 'through');
    await here.until('its end', async () => (await here.runtime.state(id)).status === 'stopped');
  });
});

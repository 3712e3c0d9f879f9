import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type ContractTest, topic } from '../../suite/topic.ts';
import { gather } from '../../world/gather.ts';

async function* pieces(): AsyncGenerator<Uint8Array | string> {
  yield 'one ';
  yield Buffer.from('two ');
  yield 'three';
}

export const sources: readonly ContractTest[] = topic('streams', (it) => {
  it('stdin is text, bytes, a readable, an async iterable or a file, and ends with it', {
    programs: ['echo'],
  }, async (here) => {
    const file = join(await here.dir(), 'input');
    await writeFile(file, 'of a file');
    const kinds = [
      ['text', 'text'],
      [Buffer.from('bytes'), 'bytes'],
      [Readable.from([Buffer.from('a '), Buffer.from('readable')]), 'a readable'],
      [pieces(), 'one two three'],
      [{ file }, 'of a file'],
    ] as const;
    const bundle = await here.bundle({ does: 'echo' });
    for (const [stdin, wanted] of kinds) {
      const out = gather();
      const run = here.later(here.runtime.run(here.id(), bundle, { stdin, stdout: out.sink }));
      assert.equal((await here.soon(`the end of run with ${wanted}`, run)).exitCode, 0);
      assert.equal(out.text(), wanted);
    }
  });

  it('stdin’s bytes arrive as they are, all of them', { programs: ['echo'] }, async (here) => {
    const stdin = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7 + (i >> 8)) & 255));
    const out = gather();
    const bundle = await here.bundle({ does: 'echo' });
    const run = here.later(here.runtime.run(here.id(), bundle, { stdin, stdout: out.sink }));
    await here.soon('the end of run', run);
    assert.ok(out.bytes().equals(stdin), `${out.bytes().length} of ${stdin.length} bytes came back`);
  });

  it('absent stdin is empty', { programs: ['echo'] }, async (here) => {
    const out = gather();
    const run = here.later(
      here.runtime.run(here.id(), await here.bundle({ does: 'echo' }), { stdout: out.sink }),
    );
    assert.equal((await here.soon('the end of run', run)).exitCode, 0);
    assert.equal(out.text(), '');
  });

  it('a program that reads no input is no failure', { programs: ['exit'] }, async (here) => {
    const stdin = Buffer.alloc(1 << 20);
    const run = here.later(
      here.runtime.run(here.id(), await here.bundle({ does: 'exit', code: 3 }), { stdin }),
    );
    assert.equal((await here.soon('the end of run', run)).exitCode, 3);
  });

  it('a source that fails kills the program, and the call rejects with ERR_STREAM and its error', {
    programs: ['echo'],
  }, async (here) => {
    const error = new Error('no more to tell');
    const stdin = (async function* () {
      yield 'some';
      throw error;
    })();
    const id = here.id();
    const run = here.later(here.runtime.run(id, await here.bundle({ does: 'echo' }), { stdin }));
    assert.equal((await here.refused(run, 'ERR_STREAM')).cause, error);
    await here.refused(here.runtime.state(id), 'ERR_CONTAINER_NOT_FOUND');
  });
});

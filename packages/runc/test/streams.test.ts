import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ByteSource, Runtime } from '@caisson/core';
import { user } from '@caisson/oci-spec';
import { beforeAll, expect, it } from 'vitest';
import { failure } from './support/failure.ts';
import { gather } from './support/gather.ts';
import { inBothModes } from './support/modes.ts';
import { sh, world } from './support/world.ts';

const here = world();

async function* pieces(): AsyncGenerator<Uint8Array | string> {
  yield 'one ';
  await sleep(5);
  yield Buffer.from('two ');
  yield 'three';
}

inBothModes('streams', (waiting) => {
  let runtime: Runtime;
  let copy: string;
  beforeAll(async () => {
    runtime = await here.runtime({ waiting });
    copy = await here.bundle(['cat']);
  });

  it.each<[string, () => ByteSource, string]>([
    ['text', () => 'grüße\n', 'grüße\n'],
    ['empty text', () => '', ''],
    ['bytes', () => Buffer.from([0x68, 0, 0x69]), 'h\0i'],
    ['a readable', () => Readable.from(['one ', Buffer.from('two ')]), 'one two '],
    ['a readable of bytes', () => Readable.from([Buffer.from('bytes')], { objectMode: false }), 'bytes'],
    ['an async iterable', pieces, 'one two three'],
  ])('feeds %s to the program, and ends its input', async (_what, source, expected) => {
    const out = gather();
    await runtime.run(here.id(), copy, { stdin: source(), stdout: out.sink });
    expect(out.text()).toBe(expected);
    expect(here.remains.now()).toEqual([]);
  });

  it('gives /dev/null where there is no input, and discards absent output', async () => {
    const out = gather();
    const bundle = await here.bundle(
      sh('readlink /proc/self/fd/0 /proc/self/fd/2; cat; echo lost >&2; echo kept'),
    );
    await runtime.run(here.id(), bundle, { stdout: out.sink });
    const [stdin] = out.text().split('\n');
    // The foreground verbs put pipes of their own between.
    if (waiting === 'native') expect(stdin).toBe('/dev/null');
    expect(out.text()).toMatch(/kept\n$/);
    const loud = await here.bundle(sh('seq 1 100000; seq 1 100000 >&2; exit 4'));
    expect(await runtime.run(here.id(), loud)).toMatchObject({ exitCode: 4 });
  });

  it('delivers all that was written before the end, whatever the exit code and however slow the sink', async () => {
    const expected = Array.from({ length: 30_000 }, (_, i) => `${i + 1}\n`).join('');
    for (const code of [0, 1, 200]) {
      const [out, err] = [gather(), gather()];
      const bundle = await here.bundle(sh(`seq 1 30000; seq 1 30000 >&2; exit ${code}`));
      const status = await runtime.run(here.id(), bundle, {
        stdout: out.sink,
        stderr: async (chunk) => {
          await sleep(40);
          err.sink(chunk);
        },
      });
      expect(status.exitCode).toBe(code);
      expect(out.text()).toBe(expected);
      expect(err.text()).toBe(expected);
    }
  });

  it('puts both through one pipe as output, in the order of the writes where waiting is native', async () => {
    const both = gather();
    const bundle = await here.bundle(sh('for i in $(seq 1 50); do echo out $i; echo err $i >&2; done'));
    await runtime.run(here.id(), bundle, { output: both.sink });
    const lines = both.text().trimEnd().split('\n');
    const written = Array.from({ length: 50 }, (_, i) => [`out ${i + 1}`, `err ${i + 1}`]).flat();
    if (waiting === 'native') expect(lines).toEqual(written);
    // runc's foreground verbs copy the two through pipes of their own: each keeps its order alone.
    for (const one of ['out', 'err']) {
      expect(lines.filter((line) => line.startsWith(one))).toEqual(
        written.filter((line) => line.startsWith(one)),
      );
    }
    expect(lines).toHaveLength(100);
  });

  it('lets a program, be it root or not, open /dev/stdout, /dev/stderr and /dev/stdin again', async () => {
    for (const changes of [[], [user(1234, 2345)]]) {
      const [out, err] = [gather(), gather()];
      const bundle = await here.bundle(
        sh('cat < /dev/stdin > /dev/stdout; echo x > /dev/stdout; echo y > /dev/stderr'),
        ...changes,
      );
      const options = { stdin: 'in\n', stdout: out.sink, stderr: err.sink };
      expect((await runtime.run(here.id(), bundle, options)).exitCode).toBe(0);
      expect([out.text(), err.text()]).toEqual(['in\nx\n', 'y\n']);
    }
  });

  it('reads from a file and appends to files, made with mode 0600', async () => {
    const [input, out, err] = ['in', 'out', 'err'].map((name) => join(here.dir, `${waiting}-${name}`)) as [
      string,
      string,
      string,
    ];
    writeFileSync(input, 'from a file\n');
    writeFileSync(out, 'before\n');
    const bundle = await here.bundle(sh('cat; echo trouble >&2'));
    const files = { stdin: { file: input }, stdout: { file: out }, stderr: { file: err } };
    await runtime.run(here.id(), bundle, files);
    await runtime.run(here.id(), bundle, files);
    expect(readFileSync(out, 'utf8')).toBe('before\nfrom a file\nfrom a file\n');
    expect(readFileSync(err, 'utf8')).toBe('trouble\ntrouble\n');
    expect(statSync(err).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['stdin', { stdin: { file: '/no/such/file' } }],
    ['stdout', { stdout: { file: '/no/such/file' } }],
    ['stderr', { stderr: { file: '/no/such/file' } }],
    ['output', { output: { file: '/no/such/file' } }],
  ])(
    'rejects ERR_STREAM before anything is started where the file for %s cannot be opened',
    async (_s, options) => {
      for (const hooks of [{}, { onCreated: () => {} }]) {
        await failure('ERR_STREAM', runtime.run(here.id(), copy, { ...options, ...hooks }));
        expect(here.remains.now()).toEqual([]);
      }
    },
  );

  it('slows the program with a slow sink, and loses nothing', async () => {
    const mib = 1 << 20;
    let taken = 0;
    let busy = false;
    let written: number | undefined;
    const bundle = await here.bundle(sh('head -c 4194304 /dev/zero; echo done >&2'));
    const { exitCode } = await runtime.run(here.id(), bundle, {
      stdout: async (chunk) => {
        // With 2 of its 4 MiB untaken it cannot have written all: no more than pipes and a buffer lie between.
        if (taken < 2 * mib) expect(written).toBeUndefined();
        expect(busy).toBe(false);
        busy = true;
        await sleep(2);
        taken += chunk.byteLength;
        busy = false;
      },
      stderr: () => {
        written = taken;
      },
    });
    expect([exitCode, taken]).toEqual([0, 4 * mib]);
    expect(written).toBeGreaterThan(2 * mib);
  });

  it('writes to a writable at its pace, and never ends or destroys it', async () => {
    const chunks: Buffer[] = [];
    const slow = new Writable({
      highWaterMark: 1,
      write: (chunk: Buffer, _encoding, done) => {
        chunks.push(chunk);
        setTimeout(done, 1);
      },
    });
    const bundle = await here.bundle(sh('head -c 1000000 /dev/zero; echo err >&2'));
    await runtime.run(here.id(), bundle, { stdout: slow, stderr: slow });
    await runtime.run(here.id(), bundle, { output: slow });
    expect(Buffer.concat(chunks).byteLength).toBe(2_000_008);
    expect([slow.writableEnded, slow.destroyed]).toEqual([false, false]);
    expect(slow.listenerCount('error') + slow.listenerCount('close')).toBe(0);
  });

  it('shares one writable among many programs without a warning', async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error): void => void warnings.push(warning);
    process.on('warning', onWarning);
    const shared = new PassThrough();
    const all = gather();
    shared.on('data', all.sink);
    const bundle = await here.bundle(['echo', 'mine']);
    await Promise.all(Array.from({ length: 12 }, () => runtime.run(here.id(), bundle, { stdout: shared })));
    process.off('warning', onWarning);
    expect(all.text()).toBe('mine\n'.repeat(12));
    expect(warnings).toEqual([]);
  });

  it.each([
    [
      'a function that throws',
      () => () => {
        throw new Error('full');
      },
    ],
    ['a function that rejects', () => () => Promise.reject(new Error('full'))],
    ['a writable that fails', () => new Writable({ write: (_c, _e, done) => done(new Error('full')) })],
  ])('kills the program and rejects ERR_STREAM with its status for %s', async (_what, sink) => {
    for (const name of ['stdout', 'stderr', 'output']) {
      const bundle = await here.bundle(sh('echo out; echo err >&2; exec sleep 1000'));
      const error = await failure('ERR_STREAM', runtime.run(here.id(), bundle, { [name]: sink() } as never));
      expect(error).toMatchObject({
        cause: { message: 'full' },
        status: { exitCode: 137, oomKilled: false },
      });
      expect(here.remains.now()).toEqual([]);
    }
  });

  it('rejects ERR_STREAM, too, for a sink that fails on the last words of a program that has ended', async () => {
    const bundle = await here.bundle(sh('echo last; exit 3'));
    for (const hooks of [{}, { onCreated: () => {} }]) {
      const stdout = async (): Promise<void> => {
        await sleep(50);
        throw new Error('full');
      };
      const error = await failure('ERR_STREAM', runtime.run(here.id(), bundle, { stdout, ...hooks }));
      expect(error.status).toMatchObject({ exitCode: 3 });
    }
  });

  it.each<[string, () => ByteSource]>([
    [
      'an iterable that throws',
      async function* () {
        yield 'some';
        throw new Error('dry');
      },
    ],
    [
      'a readable that fails',
      () =>
        new Readable({
          read() {
            this.destroy(new Error('dry'));
          },
        }),
    ],
    [
      'a readable that was destroyed',
      () => new PassThrough().on('error', () => {}).destroy(new Error('dry')),
    ],
    [
      'an iterable of what is no bytes',
      async function* () {
        yield 1 as never;
      },
    ],
    ['a readable of what is no bytes', () => Readable.from([1, 2])],
  ])('kills the program and rejects ERR_STREAM with its status for %s', async (_what, source) => {
    const bundle = await here.bundle(sh('cat; exec sleep 1000'));
    const error = await failure('ERR_STREAM', runtime.run(here.id(), bundle, { stdin: source() }));
    expect(error.status).toMatchObject({ exitCode: 137 });
    expect(error.cause).toBeInstanceOf(Error);
    expect(here.remains.now()).toEqual([]);
  });

  it('does not mind a program that reads none of its input, and lets go of the source', async () => {
    const bundle = await here.bundle(sh('exit 2'));
    let returned = false;
    const endless = async function* (): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield Buffer.alloc(65_536);
      } finally {
        returned = true;
      }
    };
    const stuck = new PassThrough();
    const full = new PassThrough({ highWaterMark: 1 << 20 });
    full.write(Buffer.alloc(1 << 20));
    for (const stdin of [endless(), stuck, full, 'x'.repeat(1 << 20)]) {
      expect(await runtime.run(here.id(), bundle, { stdin })).toMatchObject({ exitCode: 2 });
    }
    expect(returned).toBe(true);
    for (const source of [stuck, full]) {
      expect([source.destroyed, source.listenerCount('error'), source.listenerCount('close')]).toEqual([
        false,
        0,
        0,
      ]);
    }
  });

  it('gives the streams of create to its program, and fails wait where one of them fails', async () => {
    const id = here.id();
    const stdout = (): void => {
      throw new Error('full');
    };
    await runtime.create(id, await here.bundle(sh('echo out; exec sleep 1000')), { stdout });
    await runtime.start(id);
    await failure(waiting === 'native' ? 'ERR_STREAM' : 'ERR_STATUS_LOST', runtime.wait(id));
    expect(await runtime.state(id)).toMatchObject({ status: 'stopped' });
    await runtime.delete(id);
  });

  it('kills an exec whose sink fails, and no more', async () => {
    const id = here.id();
    await runtime.create(id, await here.bundle(['sleep', '1000']));
    await runtime.start(id);
    const stdout = (): void => {
      throw new Error('full');
    };
    const work = runtime.exec(id, here.process(sh('echo out; exec sleep 1001')), { stdout });
    expect((await failure('ERR_STREAM', work)).status).toMatchObject({ exitCode: 137 });
    expect(await runtime.state(id)).toMatchObject({ status: 'running' });
    await runtime.delete(id, { force: true });
  });
});

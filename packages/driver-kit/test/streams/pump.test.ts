import { PassThrough } from 'node:stream';
import { afterAll, describe, expect, test } from 'vitest';
import { pump } from '../../src/streams/pump.ts';
import { linux } from '../fixtures/host.ts';
import { killAll, piped } from '../fixtures/pipes.ts';
import { turns } from '../fixtures/turn.ts';

const MiB = 1 << 20;
/** Descendants that hold a pipe open: their scripts print their pids first. */
const holders = new Set<number>();
afterAll(() => killAll(holders));

const collected = (): { take: (chunk: Uint8Array) => Promise<void>; bytes: () => Buffer } => {
  const chunks: Uint8Array[] = [];
  return { take: async (chunk) => void chunks.push(chunk), bytes: () => Buffer.concat(chunks) };
};

describe.skipIf(!linux)('a pump on a real pipe (needs Linux)', () => {
  test('delivers all, in order, and is done at the pipe’s end', async () => {
    const { stdout } = await piped('head -c 5000000 /dev/zero | tr "\\0" x; echo end');
    const { take, bytes } = collected();
    await pump(stdout, take).done;
    expect(bytes().byteLength).toBe(5_000_004);
    expect(
      bytes()
        .subarray(0, 5_000_000)
        .every((byte) => byte === 0x78),
    ).toBe(true);
    expect(String(bytes().subarray(-4))).toBe('end\n');
  });

  test('delivers what an ended process left in it, and does not wait for a descendant that holds it', async () => {
    const { stdout, exited } = await piped('sleep 7613 & echo $!; head -c 60000 /dev/zero; exit 3');
    const { take, bytes } = collected();
    const { drain, done } = pump(stdout, take);
    await exited;
    await drain();
    await done;
    const text = String(bytes());
    holders.add(Number(text.slice(0, text.indexOf('\n'))));
    expect(text.length - text.indexOf('\n') - 1).toBe(60_000);
    expect(stdout.destroyed).toBe(true);
  });

  test('is bounded where a descendant never stops writing', async () => {
    const { stdout, exited } = await piped('yes & echo $!; exit 0');
    const { take, bytes } = collected();
    const { drain } = pump(stdout, take);
    await exited;
    const before = bytes().byteLength;
    await drain();
    holders.add(Number.parseInt(String(bytes()), 10));
    expect(bytes().byteLength - before).toBeLessThan(8 * MiB);
  });

  test('slows the process to the sink’s pace: no more is read than one chunk and what Node buffers', async () => {
    const { stdout, child } = await piped('exec head -c 100000000 /dev/zero');
    const { promise, resolve } = Promise.withResolvers<void>();
    let taken = 0;
    const { done, destroy } = pump(stdout, (chunk) => {
      taken += chunk.byteLength;
      return promise;
    });
    await turns(300);
    expect(stdout.bytesRead).toBeLessThan(MiB);
    const once = taken;
    await turns(50);
    expect(taken).toBe(once);
    expect(child.exitCode).toBeNull();
    resolve();
    await done;
    expect(taken).toBe(100_000_000);
    destroy();
  });

  test('waits for a busy sink to take what is left, however long the process is gone', async () => {
    const { stdout, exited } = await piped('head -c 60000 /dev/zero; exit 0');
    const { promise, resolve } = Promise.withResolvers<void>();
    let taken = 0;
    const { drain } = pump(stdout, async (chunk) => {
      await promise;
      taken += chunk.byteLength;
    });
    await exited;
    let drained = false;
    const draining = drain().then(() => {
      drained = true;
    });
    await turns(100);
    expect(drained).toBe(false);
    resolve();
    await draining;
    expect(taken).toBe(60_000);
  });

  test('lets go at once of a sink that never answers when it is destroyed', async () => {
    const { stdout, exited } = await piped('echo a; exit 0');
    const { drain, destroy } = pump(stdout, () => new Promise(() => {}));
    await exited;
    const draining = drain();
    await turns();
    destroy();
    await draining;
    expect(stdout.destroyed).toBe(true);
  });

  test('fails with the sink’s error and reads no further', async () => {
    const { stdout, child } = await piped('exec yes');
    const { done, drain } = pump(stdout, () => Promise.reject(new Error('full')));
    await expect(done).rejects.toThrow('full');
    expect(stdout.destroyed).toBe(true);
    await expect(drain()).rejects.toThrow('full');
    child.kill('SIGKILL');
  });
});

describe('a pump on a stream in memory', () => {
  test('is bounded though the stream counts no bytes and never ends', async () => {
    const from = new PassThrough();
    let writing = true;
    const write = (): void => {
      if (writing && !from.destroyed) from.write(Buffer.alloc(65_536), () => setImmediate(write));
    };
    write();
    let taken = 0;
    const { drain } = pump(from, async (chunk) => {
      taken += chunk.byteLength;
    });
    await turns();
    await drain();
    writing = false;
    expect(taken).toBeGreaterThan(0);
    expect(from.destroyed).toBe(true);
  });

  test('gives bytes where the stream gives text', async () => {
    const from = new PassThrough({ encoding: 'utf8' });
    const { take, bytes } = collected();
    const { drain } = pump(from, take);
    from.write('é');
    await drain();
    expect(bytes()).toEqual(Buffer.from('é'));
  });

  test('gives nothing before it flows', async () => {
    const from = new PassThrough();
    const { promise: flows, resolve } = Promise.withResolvers<void>();
    const { take, bytes } = collected();
    const { drain } = pump(from, take, flows);
    from.write('a');
    await turns();
    expect(bytes().byteLength).toBe(0);
    resolve();
    await turns();
    await drain();
    expect(String(bytes())).toBe('a');
  });

  test('drops what came where it never flows', async () => {
    const from = new PassThrough();
    const { take, bytes } = collected();
    const { drain, done } = pump(from, take, new Promise(() => {}));
    from.write('a runtime’s own words');
    await turns();
    await drain();
    await done;
    expect(bytes().byteLength).toBe(0);
  });
});

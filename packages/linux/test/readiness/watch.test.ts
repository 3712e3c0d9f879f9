import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { loadLinux } from '../../src/index.ts';
import { openDescriptors } from '../fixtures/descriptors.ts';
import { leftBehind, run } from '../fixtures/run.ts';

const linux = await loadLinux();
// The first watch opens the set that all share.
const first = linux.eventfd();
linux.watch(first, 'in', () => {});
linux.close(first);
const before = openDescriptors();
afterAll(() => {
  expect(openDescriptors()).toEqual(before);
  expect(leftBehind()).toEqual([]);
});

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
};

describe('watch', () => {
  it('tells each of many descriptors of its own readiness alone', async () => {
    const fds = Array.from({ length: 600 }, () => linux.eventfd());
    const told = new Map<number, bigint | undefined>();
    for (const fd of fds) linux.watch(fd, 'in', () => told.set(fd, linux.readEventfd(fd)));
    await turns(5);
    expect(told.size).toBe(0);
    for (const [index, fd] of fds.entries())
      if (index % 2) writeSync(fd, new BigUint64Array([BigInt(index)]));
    await expect.poll(() => told.size, { timeout: 30_000 }).toBe(300);
    expect(fds.flatMap((fd, index) => (index % 2 ? [[fd, BigInt(index)]] : []))).toEqual(
      [...told].toSorted(([a], [b]) => fds.indexOf(a) - fds.indexOf(b)),
    );
    for (const fd of fds) linux.close(fd);
  });

  it('calls again on each turn of the loop until what is there is taken', async () => {
    const fd = linux.eventfd(1);
    let calls = 0;
    linux.watch(fd, 'in', () => calls++);
    await expect.poll(() => calls, { timeout: 30_000 }).toBeGreaterThan(2);
    linux.readEventfd(fd);
    const taken = calls;
    await turns(5);
    expect(calls).toBe(taken);
    linux.close(fd);
  });

  it('tells of the end of a pipe', async () => {
    const { read, write } = linux.pipe();
    linux.close(write);
    const ended = await new Promise<number>((resolve) => {
      linux.watch(read, 'in', () => {
        resolve(readSync(read, Buffer.alloc(1)));
        linux.close(read);
      });
    });
    expect(ended).toBe(0);
  });

  it('is silent once disposed, be it by another callback of the same turn', async () => {
    const fds = [linux.eventfd(1), linux.eventfd(1)];
    const called: number[] = [];
    const watches = fds.map((fd, index) =>
      linux.watch(fd, 'in', () => {
        called.push(index);
        for (const watch of watches) watch[Symbol.dispose]();
      }),
    );
    await turns(10);
    expect(called).toHaveLength(1);
    for (const fd of fds) linux.close(fd);
  });

  it("does not take a descriptor's number for the one that had it before", async () => {
    const old = linux.eventfd(1);
    const calls: string[] = [];
    const stale = linux.watch(old, 'in', () => calls.push('old'));
    linux.close(old);
    const fd = linux.eventfd(1);
    expect(fd).toBe(old);
    linux.watch(fd, 'in', () => calls.push('new'));
    stale[Symbol.dispose]();
    stale.ref();
    await expect.poll(() => calls.length, { timeout: 30_000 }).toBeGreaterThan(1);
    expect(new Set(calls)).toEqual(new Set(['new']));
    // A child that holds it, too, keeps it in the kernel's set: closing must end the watch itself.
    const holder = spawn('sleep', ['600'], { stdio: [fd, 'ignore', 'ignore'] });
    linux.close(fd);
    const closed = calls.length;
    await turns(10);
    expect(calls).toHaveLength(closed);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
  });

  it('can be begun again on a descriptor when it has been disposed', async () => {
    const fd = linux.eventfd(1);
    linux.watch(fd, 'in', () => {})[Symbol.dispose]();
    await new Promise<void>((resolve) => {
      linux.watch(fd, 'in', resolve);
    });
    linux.close(fd);
  });

  it('refuses by name what is closed, what is never ready and what is watched already', () => {
    const fd = linux.eventfd();
    linux.watch(fd, 'in', () => {});
    expect(() => linux.watch(fd, 'in', () => {})).toThrow(expect.objectContaining({ code: 'EEXIST' }));
    const file = openSync('/etc/passwd', 'r');
    const refused = (fd: number, code: string): void => {
      for (const events of ['in', 'pri'] as const) {
        expect(() => linux.watch(fd, events, () => {})).toThrow(expect.objectContaining({ code }));
      }
    };
    refused(file, 'EPERM');
    closeSync(file);
    refused(file, 'EBADF');
    linux.close(fd);
  });

  it('refuses arguments of the wrong type, before the kernel is asked', () => {
    const invalid = expect.objectContaining({ code: 'ERR_INVALID_OPTION' });
    expect(() => linux.watch('0' as never, 'in', () => {})).toThrow(invalid);
    expect(() => linux.watch(0, 'out' as never, () => {})).toThrow(invalid);
    expect(() => linux.watch(0, 'in', undefined as never)).toThrow(invalid);
  });

  it('makes an exception of a callback an uncaught one, calls the others, and keeps the async context', async () => {
    const told = (await run('throwing')) as { readonly called: string[]; readonly caught: string[] };
    expect(told.called.toSorted()).toEqual(['first', 'second', 'third']);
    expect(told.caught.toSorted()).toEqual(['first', 'second', 'third']);
  });
});

describe('a program that watches', () => {
  it('is kept alive by a referenced watch and by a claim', async () => {
    expect(await run('staying')).toEqual(['exited 3', 'ready']);
  });

  it.each([
    'a silent watch',
    'a watch of what is always ready',
    'a priority watch',
    'a watch that was referenced',
    'a watch that was disposed',
    'the reaper',
  ])('ends by itself where nothing is pending but %s', async (pending) => {
    expect(await run('leaving', { args: [pending] })).toEqual({ pending });
  });

  it('ends by itself where nothing is pending but an unreferenced claim', async () => {
    const { pid } = (await run('leaving', { args: ['an unreferenced claim'] })) as { readonly pid: number };
    // The orphan still lives: nothing waited for it.
    expect(process.kill(pid, 'SIGKILL')).toBe(true);
    await expect.poll(leftBehind, { timeout: 30_000 }).toEqual([]);
  });
});

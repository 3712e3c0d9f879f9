import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fstatSync, openSync, readlinkSync, readSync, writeSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { loadLinux } from '../src/index.ts';
import { openDescriptors } from './fixtures/descriptors.ts';

const linux = await loadLinux();
const before = openDescriptors();
afterAll(() => expect(openDescriptors()).toEqual(before));

const withPipe = async (use: (read: number, write: number) => void | Promise<void>): Promise<void> => {
  const { read, write } = linux.pipe();
  try {
    await use(read, write);
  } finally {
    linux.close(read);
    linux.close(write);
  }
};

describe('tryLock', () => {
  it('takes the lock that another program’s flock waits for, and gives it back with its descriptor', async () => {
    const [first, second] = [openSync(import.meta.filename, 'r'), openSync(import.meta.filename, 'r')];
    const flock = ['-n', import.meta.filename, 'true'];
    try {
      expect([linux.tryLock(first), linux.tryLock(second), linux.tryLock(first)]).toEqual([
        true,
        false,
        true,
      ]);
      expect(spawnSync('flock', flock).status).toBe(1);
    } finally {
      closeSync(first);
    }
    expect(spawnSync('flock', flock).status).toBe(0);
    expect(linux.tryLock(second)).toBe(true);
    closeSync(second);
  });

  it('refuses what is no open file', () => {
    expect(() => linux.tryLock(1e6)).toThrow(expect.objectContaining({ code: 'EBADF', syscall: 'flock' }));
    expect(() => linux.tryLock('1' as never)).toThrow(TypeError);
  });
});

describe('pipe', () => {
  it('makes a FIFO that carries bytes from its write end to its read end', () =>
    withPipe((read, write) => {
      expect([fstatSync(read).isFIFO(), fstatSync(write).isFIFO()]).toEqual([true, true]);
      writeSync(write, 'bytes');
      const bytes = Buffer.alloc(16);
      expect(bytes.toString('utf8', 0, readSync(read, bytes))).toBe('bytes');
    }));

  it('makes both ends close-on-exec', () =>
    withPipe((read) => {
      const name = readlinkSync(`/proc/self/fd/${read}`);
      expect(name).toMatch(/^pipe:/);
      expect(execFileSync('ls', ['-l', '/proc/self/fd'], { encoding: 'utf8' })).not.toContain(name);
    }));

  it("serves as a child's stdout that the child can open again as /dev/stdout", () =>
    withPipe(async (read, write) => {
      const child = spawn('sh', ['-c', 'echo again > /dev/stdout'], { stdio: ['ignore', write, 'ignore'] });
      expect((await once(child, 'exit'))[0]).toBe(0);
      const bytes = Buffer.alloc(16);
      expect(bytes.toString('utf8', 0, readSync(read, bytes))).toBe('again\n');
    }));
});

describe('eventfd', () => {
  it('gives its counter once, and undefined while that is 0', () => {
    const fd = linux.eventfd(2);
    writeSync(fd, new BigUint64Array([40n]));
    expect([linux.readEventfd(fd), linux.readEventfd(fd)]).toEqual([42n, undefined]);
    linux.close(fd);
  });

  it('begins at 0 where no counter is given, and takes the largest one', () => {
    const [empty, full] = [linux.eventfd(), linux.eventfd(2 ** 32 - 1)];
    expect([linux.readEventfd(empty), linux.readEventfd(full)]).toEqual([undefined, 2n ** 32n - 1n]);
    linux.close(empty);
    linux.close(full);
  });

  it('is close-on-exec', () => {
    const fd = linux.eventfd();
    expect(execFileSync('ls', ['-l', '/proc/self/fd'], { encoding: 'utf8' })).not.toContain('eventfd');
    linux.close(fd);
  });

  it('refuses a counter that is none, before the kernel is asked', () => {
    for (const initial of [-1, 0.5, 2 ** 32, '1' as never]) {
      expect(() => linux.eventfd(initial)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION' }));
    }
  });

  it('is told by name from what it is not', () => {
    const file = openSync('/dev/null', 'r');
    expect(() => linux.readEventfd(file)).toThrow(
      expect.objectContaining({ code: 'EINVAL', syscall: 'read' }),
    );
    closeSync(file);
    expect(() => linux.readEventfd(file)).toThrow(
      expect.objectContaining({ code: 'EBADF', syscall: 'read' }),
    );
  });
});

describe('close', () => {
  it('says EBADF of what is closed already', () => {
    const fd = linux.eventfd();
    linux.close(fd);
    expect(() => linux.close(fd)).toThrow(
      expect.objectContaining({
        code: 'EBADF',
        syscall: 'close',
        message: 'EBADF: bad file descriptor, close',
      }),
    );
  });
});

import { spawn } from 'node:child_process';
import { mkdtempSync, readSync, rmSync, writeSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Linux, loadLinux } from '../src/index.ts';

describe.skipIf(process.platform !== 'linux')('a console socket (needs Linux and python3)', () => {
  const dir = mkdtempSync(join(tmpdir(), 'console-test-'));
  let linux: Linux;
  beforeAll(async () => {
    linux = await loadLinux();
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  it('receives a descriptor that another process sends, close-on-exec', async () => {
    const path = join(dir, 'sent');
    const { read, write } = linux.pipe();
    writeSync(write, 'through another process');
    linux.close(write);
    const send = `import array, socket, sys
s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1])
s.sendmsg([b'x'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array('i', [3]))])`;
    using socket = linux.consoleSocket(path);
    const child = spawn('python3', ['-c', send, path], { stdio: ['ignore', 'ignore', 'inherit', read] });
    const received = await socket.received;
    linux.close(read);
    const bytes = Buffer.alloc(100);
    expect(bytes.toString('utf8', 0, readSync(received, bytes))).toBe('through another process');
    const kept = spawn('sh', ['-c', `[ -e /proc/self/fd/${received} ]`], { stdio: 'ignore' });
    expect(await new Promise((resolve) => kept.once('exit', resolve))).toBe(1);
    linux.close(received);
    if (child.exitCode === null) await new Promise((resolve) => child.once('exit', resolve));
  });

  it('refuses a message without a descriptor', async () => {
    const path = join(dir, 'empty');
    using socket = linux.consoleSocket(path);
    const client = connect(path, () => client.end('x'));
    await expect(socket.received).rejects.toMatchObject({ code: 'EPROTO' });
    client.destroy();
  });

  it('ends when it is disposed', async () => {
    const socket = linux.consoleSocket(join(dir, 'ended'));
    socket[Symbol.dispose]();
    socket[Symbol.dispose]();
    await expect(socket.received).rejects.toMatchObject({ code: 'ECANCELED' });
  });

  it('says what is wrong with a path', () => {
    expect(() => linux.consoleSocket(`/${'x'.repeat(120)}`)).toThrow(/at most 107 bytes/);
    expect(() => linux.consoleSocket(join(dir, 'none/here'))).toThrow(
      expect.objectContaining({ code: 'ENOENT' }),
    );
    const taken = linux.consoleSocket(join(dir, 'taken'));
    expect(() => linux.consoleSocket(join(dir, 'taken'))).toThrow(
      expect.objectContaining({ code: 'EADDRINUSE' }),
    );
    taken[Symbol.dispose]();
    taken.received.catch(() => {});
  });

  it('sets no size of what is no terminal', () => {
    const { read, write } = linux.pipe();
    expect(() => linux.setWindowSize(read, 80, 24)).toThrow(expect.objectContaining({ code: 'ENOTTY' }));
    linux.close(read);
    linux.close(write);
  });
});

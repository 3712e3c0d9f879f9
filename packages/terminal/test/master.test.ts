import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { terminal } from '../src/index.ts';

/** Stands in for a runtime: opens a pseudoterminal, sends its own side, and runs a program on the other. */
const sender = `
import array, os, pty, socket, sys
master, slave = pty.openpty()
with socket.socket(socket.AF_UNIX) as s:
    s.connect(sys.argv[1])
    s.sendmsg([b'/dev/ptmx'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array('i', [master]))])
os.close(master)
for fd in (0, 1, 2):
    os.dup2(slave, fd)
os.close(slave)
os.execvp('sh', ['sh', '-c', sys.argv[2]])
`;
const python = process.platform === 'linux' && spawnSync('python3', ['--version']).status === 0;

describe.skipIf(!python)('a terminal that is sent (needs Linux and python3)', () => {
  const run = async (script: string, type: readonly string[] = []): Promise<string> => {
    const dir = mkdtempSync(join(tmpdir(), 'terminal-test-'));
    try {
      const socket = await terminal({ columns: 33, rows: 11 }).listen(join(dir, 'tty'));
      const child = spawn('python3', ['-c', sender, join(dir, 'tty'), script], { stdio: 'ignore' });
      const exited = new Promise((resolve) => child.once('exit', resolve));
      const { input, output } = await socket.opened;
      for (const text of type) input.write(text);
      const chunks = await Array.fromAsync(output as AsyncIterable<Uint8Array>);
      await exited;
      return Buffer.concat(chunks).toString();
    } finally {
      rmSync(dir, { recursive: true });
    }
  };

  it('has the size that was asked for, and ends with its last user', async () => {
    expect(await run('while test "$(stty size)" = "0 0"; do sleep 0.02; done; stty size')).toBe('11 33\r\n');
  });

  it('takes what is typed', async () => {
    expect(await run('read x; echo got $x', ['hello\n'])).toBe('hello\r\ngot hello\r\n');
  });

  it('takes more than it holds at once, at the pace of its reader', async () => {
    const lines = Array.from({ length: 3_000 }, (_, i) => `${i}`.padEnd(60, '.'));
    const text = await run('stty -echo; echo ready; head -n 3000 | cksum', [
      ...lines.map((line) => `${line}\n`),
    ]);
    const wanted = spawn('cksum');
    wanted.stdin.end(lines.map((line) => `${line}\n`).join(''));
    const sum = Buffer.concat(await Array.fromAsync(wanted.stdout as AsyncIterable<Uint8Array>)).toString();
    expect(text.trim().split('\r\n').at(-1)).toBe(sum.trim());
  });

  it('gives up waiting when it is disposed', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'terminal-test-'));
    const socket = await terminal().listen(join(dir, 'tty'));
    socket[Symbol.dispose]();
    await expect(socket.opened).rejects.toMatchObject({ code: 'ECANCELED' });
    rmSync(dir, { recursive: true });
  });
});

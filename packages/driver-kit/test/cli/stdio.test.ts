import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { type Linux, loadLinux } from '@caisson/linux';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStdio } from '../../src/cli/stdio.ts';
import type { Io } from '../../src/index.ts';
import { launch } from '../../src/program/launch.ts';
import { scratch } from '../../src/program/scratch.ts';
import { temporaryDir } from '../fixtures/bundle.ts';
import { linux as onLinux } from '../fixtures/host.ts';
import { turns } from '../fixtures/turn.ts';

const dir = temporaryDir();
const files = scratch();
afterAll(() => files[Symbol.dispose]());
const io = (parts: Partial<Io>): Io => ({ stdin: 'null', stdout: 'null', stderr: 'null', ...parts });
const all = (stream: Readable | null | undefined): Promise<string> => text(stream ?? expect.fail());
const descriptors = (): number => readdirSync('/proc/self/fd').length;

describe.skipIf(!onLinux).each(['native pipes', 'FIFOs'])('standard streams over %s (needs Linux)', (way) => {
  let linux: Linux | undefined;
  beforeAll(async () => {
    linux = way === 'FIFOs' ? undefined : await loadLinux();
    // What Node opens for itself with the first of its kind is opened once.
    const first = await openStdio(io({ stdout: 'pipe' }), { linux, launch }, files);
    first.destroy();
    await turns();
  });
  const open = (parts: Partial<Io>) => openStdio(io(parts), { linux, launch }, files);

  test('carry bytes in and out of a real program, and end', async () => {
    const { child, stdin, stdout, stderr, handedOver, destroy } = await open({
      stdin: 'pipe',
      stdout: 'pipe',
      stderr: 'pipe',
    });
    const program = spawn('sh', ['-c', 'cat; echo err >&2; exit 4'], { stdio: [...child] });
    const exited = once(program, 'exit');
    handedOver();
    stdin?.end('in');
    expect(await Promise.all([all(stdout), all(stderr)])).toEqual(['in', 'err\n']);
    expect(await exited).toEqual([4, null]);
    destroy();
  });

  test('are pipes that a program may open again by name', async () => {
    const { child, stdout, handedOver, destroy } = await open({ stdout: 'pipe' });
    spawn('sh', ['-c', 'echo a >/dev/stdout; readlink /proc/self/fd/1'], { stdio: [...child] });
    handedOver();
    expect(await all(stdout)).toMatch(way === 'FIFOs' ? /^a\n\/.*fifo0.*\n$/ : /^a\npipe:\[\d+\]\n$/);
    destroy();
  });

  test('block a program that reads before there is something', async () => {
    const { child, stdin, stdout, handedOver, destroy } = await open({ stdin: 'pipe', stdout: 'pipe' });
    const program = spawn('sh', ['-c', 'echo ready; exec cat'], { stdio: [child[0], child[1], 'pipe'] });
    handedOver();
    const printed: string[] = [];
    const ready = new Promise<void>((resolve) =>
      stdout?.on('data', (chunk) => {
        printed.push(String(chunk));
        resolve();
      }),
    );
    const closed = new Promise((resolve) => stdout?.once('close', resolve));
    await ready;
    // It reads now, and nothing is there: with O_NONBLOCK it would fail.
    await turns(50);
    stdin?.end('late');
    expect(await all(program.stderr)).toBe('');
    await closed;
    expect(printed.join('')).toBe('ready\nlate');
    destroy();
  });

  test('put standard error where standard output goes, in the order of the writes', async () => {
    const { child, stdout, stderr, handedOver, destroy } = await open({ stdout: 'pipe', stderr: 'stdout' });
    expect(stderr).toBeUndefined();
    spawn('sh', ['-c', 'for i in 1 2 3; do echo o$i; echo e$i >&2; done'], { stdio: [...child] });
    handedOver();
    expect(await all(stdout)).toBe('o1\ne1\no2\ne2\no3\ne3\n');
    destroy();
  });

  test('read from files and append to them, new ones for this user alone', async () => {
    const [input, output] = [join(dir, `${way} in`), join(dir, `${way} out`)];
    writeFileSync(input, 'from a file');
    for (let i = 0; i < 2; i++) {
      const { child, handedOver, destroy } = await open({
        stdin: { file: input },
        stdout: { file: output },
        stderr: 'stdout',
      });
      const program = spawn('sh', ['-c', 'cat; echo err >&2'], { stdio: [...child] });
      handedOver();
      await once(program, 'exit');
      destroy();
    }
    expect(readFileSync(output, 'utf8')).toBe('from a fileerr\nfrom a fileerr\n');
    expect(statSync(output).mode & 0o777).toBe(0o600);
  });

  test('leave no descriptor, handed over or not', async () => {
    const before = descriptors();
    for (let i = 0; i < 20; i++) {
      const { handedOver, destroy } = await open({
        stdin: 'pipe',
        stdout: 'pipe',
        stderr: { file: '/dev/null' },
      });
      if (i % 2) handedOver();
      destroy();
      destroy();
    }
    await turns();
    expect(descriptors()).toBe(before);
  });

  test('leave no descriptor where a file cannot be opened, and say which', async () => {
    const before = descriptors();
    for (const name of ['stdin', 'stdout', 'stderr'] as const) {
      const opening = open({ stdin: 'pipe', stdout: 'pipe', [name]: { file: join(dir, 'no/such/file') } });
      await expect(opening).rejects.toMatchObject({
        code: 'ERR_STREAM',
        message: expect.stringContaining(`${name}: cannot open ${dir}/no/such/file`),
        cause: { code: 'ENOENT' },
      });
    }
    await turns();
    expect(descriptors()).toBe(before);
  });

  test('are not given on to other programs', async () => {
    const { child, destroy } = await open({ stdin: 'pipe', stdout: 'pipe' });
    const targets = child
      .filter((fd) => typeof fd === 'number')
      .map((fd) => readlinkSync(`/proc/self/fd/${fd}`));
    const other = spawn('sh', ['-c', 'ls -l /proc/$$/fd'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const inherited = await all(other.stdout);
    for (const target of targets) expect(inherited).not.toContain(target);
    destroy();
  });

  test('are unlinked where they had names', async () => {
    const { destroy } = await open({ stdin: 'pipe', stdout: 'pipe' });
    expect(existsSync(files.path('fifo0'))).toBe(false);
    destroy();
  });
});

describe.skipIf(!onLinux)('standard streams (needs Linux)', () => {
  test('leave no descriptor where the system refuses the second pipe (a fake pipe call)', async () => {
    const real = await loadLinux();
    await turns();
    const before = descriptors();
    let calls = 0;
    const linux: Linux = {
      ...real,
      pipe: () => {
        if (++calls === 2)
          throw Object.assign(new Error('EMFILE: too many open files, pipe2'), { code: 'EMFILE' });
        return real.pipe();
      },
    };
    const opening = openStdio(io({ stdin: 'pipe', stdout: 'pipe' }), { linux, launch }, files);
    await expect(opening).rejects.toMatchObject({
      code: 'ERR_RUNTIME_FAILED',
      reason: expect.stringContaining('EMFILE'),
      cause: { code: 'EMFILE' },
    });
    expect(descriptors()).toBe(before);
  });

  test('say that FIFOs could not be made (a fake mkfifo that fails)', async () => {
    const failing: typeof launch = () =>
      launch({ path: '/bin/false', args: [], stdio: ['ignore', 'ignore', 'ignore'] });
    const opening = openStdio(io({ stdout: 'pipe' }), { linux: undefined, launch: failing }, files);
    await expect(opening).rejects.toMatchObject({ code: 'ERR_RUNTIME_FAILED' });
  });
});

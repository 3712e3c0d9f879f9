import type { Runtime } from '@caisson/core';
import { memoryLimit } from '@caisson/oci-spec';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { failure } from './support/failure.ts';
import { gather } from './support/gather.ts';
import { inBothModes } from './support/modes.ts';
import { sh, world } from './support/world.ts';

const here = world();

inBothModes('exec', (waiting) => {
  let runtime: Runtime;
  let id: string;

  beforeAll(async () => {
    runtime = await here.runtime({ waiting });
    id = here.id();
    await runtime.create(id, await here.bundle(['sleep', '1000'], memoryLimit('64MiB')));
    await runtime.start(id);
  });
  afterAll(async () => {
    expect(await runtime.state(id)).toMatchObject({ status: 'running' });
    await runtime.delete(id, { force: true });
  });

  it.each([0, 1, 127, 137, 254, 255])('passes on a program’s exit code %d', async (code) => {
    const status = await runtime.exec(id, here.process(sh(`exit ${code}`)));
    const signal = waiting === 'foreground' && code > 128 ? 'unknown' : null;
    expect(status).toMatchObject({ exitCode: code, signal, oomKilled: false, oomKills: 0 });
    expect(status.finishedAt.getTime()).toBeGreaterThanOrEqual(Number(status.startedAt));
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGKILL', 137],
    ['SIGSEGV', 139],
  ])('tells that %s ended it as exactly as its capability says', async (name, exitCode) => {
    const status = await runtime.exec(id, here.process(sh(`kill -${name.slice(3)} $$`)));
    const signal = runtime.capabilities.exactSignals ? name : 'unknown';
    expect(status).toMatchObject({ exitCode, signal, oomKilled: false });
  });

  it.each([
    ['a program that is not there', ['no-such-program'], {}],
    ['a path that is not there', ['/no/such/program'], {}],
    ['a directory', ['/usr'], {}],
    ['a file that is not executable', ['/etc/passwd'], {}],
    ['a working directory that is not there', ['true'], { cwd: '/no/such/directory' }],
  ])('rejects ERR_EXEC_FAILED for %s, which is not the program’s own 255', async (_what, program, rest) => {
    const error = await failure('ERR_EXEC_FAILED', runtime.exec(id, here.process(program, rest)));
    expect(error).toMatchObject({
      runtime: 'runc',
      verb: 'exec',
      id,
      words: expect.stringMatching(/exec|chdir/),
    });
  });

  it('runs with the environment, directory, user and input that it is given', async () => {
    const out = gather();
    const process = here.process(sh('echo "$NAME" "$(pwd)" "$(id -u):$(id -g):$(id -G)"; cat'), {
      cwd: '/usr',
      user: { uid: 1234, gid: 2345, additionalGids: [3456] },
    });
    const env = [...(process.env ?? []), 'NAME=value'];
    await runtime.exec(id, { ...process, env }, { stdin: 'input', stdout: out.sink });
    expect(out.text()).toBe('value /usr 1234:2345:2345 3456\ninput');
  });

  it('gives a PATH to a process without any environment', async () => {
    const out = gather();
    const status = await runtime.exec(id, { args: sh('echo found'), cwd: '/' }, { stdout: out.sink });
    expect([status.exitCode, out.text()]).toEqual([0, 'found\n']);
  });

  it('keeps standard error apart, or puts both through one pipe', async () => {
    const process = here.process(sh('echo 1; echo 2 >&2; echo 3; echo 4 >&2'));
    const [out, err, both] = [gather(), gather(), gather()];
    await runtime.exec(id, process, { stdout: out.sink, stderr: err.sink });
    await runtime.exec(id, process, { output: both.sink });
    expect([out.text(), err.text()]).toEqual(['1\n3\n', '2\n4\n']);
    // runc's foreground verbs copy the two through pipes of their own, so that only each one's order is kept.
    if (waiting === 'native') expect(both.text()).toBe('1\n2\n3\n4\n');
    expect(both.text().split('\n').toSorted()).toEqual(['', '1', '2', '3', '4']);
  });

  it('calls onStarted with its pid, once, and settles after it', async () => {
    const pids: (number | undefined)[] = [];
    let done = false;
    await runtime.exec(id, here.process(['true']), {
      onStarted: async (started) => {
        expect(started).toMatchObject({ id, hostPid: expect.any(Number) });
        pids.push(started.hostPid);
        await Promise.resolve();
        done = true;
      },
    });
    expect([pids.length, done]).toEqual([1, true]);
  });

  it('kills the process and rejects with its error when onStarted rejects', async () => {
    const error = new Error('not like that');
    const onStarted = (): Promise<void> => Promise.reject(error);
    await expect(runtime.exec(id, here.process(['sleep', '1000']), { onStarted })).rejects.toBe(error);
    expect(here.remains.processes().filter((line) => line.includes('sleep'))).toHaveLength(1);
  });

  it('runs many at once, each with its own code and output', async () => {
    // Each is a runc first, which counts as the container's: they would not all fit into its memory.
    const roomy = here.id();
    await runtime.create(roomy, await here.bundle(['sleep', '1000']));
    await runtime.start(roomy);
    const many = Array.from({ length: 20 }, async (_, i) => {
      const out = gather();
      const { exitCode } = await runtime.exec(roomy, here.process(sh(`echo ${i}; exit ${i + 100}`)), {
        stdout: out.sink,
      });
      return [exitCode, out.text()];
    });
    expect(await Promise.all(many)).toEqual(many.map((_, i) => [i + 100, `${i}\n`]));
    await runtime.delete(roomy, { force: true });
  });

  it('counts the kills for memory of its own time', async () => {
    const eat = here.process(['tail', '/dev/zero']);
    const first = await runtime.exec(id, eat);
    expect(first).toMatchObject({ exitCode: 137, oomKilled: true, oomKills: 1 });
    expect(await runtime.exec(id, eat)).toMatchObject({ exitCode: 137, oomKilled: true, oomKills: 1 });
    expect(await runtime.exec(id, here.process(sh('exit 137')))).toMatchObject({
      oomKilled: false,
      oomKills: 0,
    });
    const passedOver = await runtime.exec(id, here.process(sh('tail /dev/zero; exit 0')));
    expect(passedOver).toMatchObject({ exitCode: 0, oomKilled: false, oomKills: 1 });
  });

  it.each([
    ['no object', null, 'process'],
    ['no args', { cwd: '/' }, 'process.args'],
    ['empty args', { args: [], cwd: '/' }, 'process.args'],
    ['args that are no strings', { args: [1], cwd: '/' }, 'process.args'],
    ['no cwd', { args: ['true'] }, 'process.cwd'],
    ['a relative cwd', { args: ['true'], cwd: 'usr' }, 'process.cwd'],
  ])('refuses a process with %s', async (_what, process, where) => {
    const error = await failure('ERR_INVALID_SPEC', runtime.exec(id, process as never));
    expect(error.reason).toContain(where);
  });

  it('refuses a process that wants a terminal without being given one', async () => {
    const code = runtime.capabilities.terminal ? 'ERR_INVALID_SPEC' : 'ERR_NOT_SUPPORTED';
    await failure(code, runtime.exec(id, here.process(['true'], { terminal: true })));
  });

  it('rejects where there is no container, or no running one', async () => {
    await failure('ERR_CONTAINER_NOT_FOUND', runtime.exec(here.id(), here.process(['true'])));
    const ended = here.id();
    await runtime.create(ended, await here.bundle(['true']));
    await runtime.start(ended);
    await runtime.wait(ended).catch(() => {});
    await failure('ERR_CONTAINER_NOT_RUNNING', runtime.exec(ended, here.process(['true'])));
    await runtime.delete(ended);
    await failure('ERR_CONTAINER_NOT_FOUND', runtime.exec(ended, here.process(['true'])));
  });

  it('ends with the container', async () => {
    const other = here.id();
    await runtime.create(other, await here.bundle(['sleep', '1000']));
    await runtime.start(other);
    const status = await runtime.exec(other, here.process(['sleep', '1000']), {
      onStarted: () => runtime.kill(other, 'SIGKILL'),
    });
    expect(status).toMatchObject({ exitCode: 137, oomKilled: false });
    await runtime.delete(other, { force: true });
  });
});

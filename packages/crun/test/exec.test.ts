import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Runtime } from '@caisson/core';
import { bindMount, memoryLimit } from '@caisson/oci-spec';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { failure } from '../../runc/test/support/failure.ts';
import { gather } from '../../runc/test/support/gather.ts';
import { inBothModes, sh, world } from './support/world.ts';

const here = world();

inBothModes('exec', (waiting) => {
  let runtime: Runtime;
  let id: string;
  const exact = waiting === 'native';

  beforeAll(async () => {
    runtime = await here.runtime({ waiting });
    id = here.id();
    const files = join(here.dir, `files-${waiting}`);
    writeFileSync(files, 'neither a program nor a script', { mode: 0o755 });
    const changes = [memoryLimit('64MiB'), bindMount(files, '/mnt')];
    await runtime.create(id, await here.bundle(['sleep', '1000'], ...changes));
    await runtime.start(id);
  });
  afterAll(async () => {
    expect(await runtime.state(id)).toMatchObject({ status: 'running' });
    await runtime.delete(id, { force: true });
  });

  it.each([0, 1, 127, 137, 255])('passes on a program’s exit code %d', async (code) => {
    const status = await runtime.exec(id, here.process(sh(`exit ${code}`)));
    const signal = !exact && code > 128 ? 'unknown' : null;
    expect(status).toMatchObject({ exitCode: code, signal, oomKilled: false, oomKills: 0 });
  });

  it('tells the signal that ended it as exactly as its capability says', async () => {
    const status = await runtime.exec(id, here.process(sh('kill -SEGV $$')));
    expect(status).toMatchObject({ exitCode: 139, signal: exact ? 'SIGSEGV' : 'unknown' });
  });

  it.each([
    ['a program that is not there', ['no-such-program'], {}],
    ['a path that is not there', ['/no/such/program'], {}],
    ['a directory', ['/usr'], {}],
    ['a file that is not executable', ['/etc/passwd'], {}],
    ['a working directory that is not there', ['true'], { cwd: '/no/such/directory' }],
  ])('rejects ERR_EXEC_FAILED for %s, which is not the program’s own 255', async (_what, program, rest) => {
    const error = await failure('ERR_EXEC_FAILED', runtime.exec(id, here.process(program, rest)));
    expect(error).toMatchObject({ runtime: 'crun', verb: 'exec', id, words: expect.any(String) });
  });

  it('tells no success of a file that the kernel does not run', async () => {
    // crun learns it when its own process is the program's already; 1.8 says so in its log.
    const end = await runtime.exec(id, here.process(['/mnt'])).catch((error: unknown) => error);
    if (end instanceof Error)
      expect(end).toMatchObject({ code: 'ERR_EXEC_FAILED', words: /Exec format error/ });
    else expect(end).toMatchObject({ exitCode: 1, signal: null });
  });

  it('runs with the environment, directory, user and streams that it is given', async () => {
    const [out, err] = [gather(), gather()];
    const process = here.process(sh('echo "$NAME" "$(pwd)" "$(id -u):$(id -g)"; cat; echo err >&2'), {
      cwd: '/usr',
      user: { uid: 1234, gid: 2345 },
    });
    const env = [...(process.env ?? []), 'NAME=value'];
    await runtime.exec(id, { ...process, env }, { stdin: 'input', stdout: out.sink, stderr: err.sink });
    expect([out.text(), err.text()]).toEqual(['value /usr 1234:2345\ninput', 'err\n']);
  });

  it('settles at the process’s exit, whoever still holds its pipes', async () => {
    const out = gather();
    const status = await runtime.exec(id, here.process(sh('sleep 30 & echo done; exit 3')), {
      stdout: out.sink,
    });
    expect([status.exitCode, out.text()]).toEqual([3, 'done\n']);
    expect(here.remains.processes().filter((line) => line.includes('sleep 30'))).toHaveLength(1);
    await runtime.exec(id, here.process(['pkill', 'sleep', '-f', 'sleep 30']));
  });

  it('counts the kills for memory of its own time', async () => {
    const eat = here.process(['tail', '/dev/zero']);
    for (let i = 0; i < 2; i++) {
      expect(await runtime.exec(id, eat)).toMatchObject({ exitCode: 137, oomKilled: true, oomKills: 1 });
    }
    const calm = await runtime.exec(id, here.process(sh('exit 137')));
    expect(calm).toMatchObject({ oomKilled: false, oomKills: 0 });
  });

  it('is aborted with its children, and leaves the container', async () => {
    const abort = new AbortController();
    const process = here.process(sh('sleep 1001 & echo ready; sleep 1002'));
    const running = runtime.exec(id, process, { signal: abort.signal, stdout: () => abort.abort() });
    const error = await failure('ERR_ABORTED', running);
    expect(error.status?.exitCode).toBe(137);
    expect(here.remains.processes().filter((line) => /sleep 100[12]/.test(line))).toEqual([]);
  });

  it('is one of the processes that can be listed and signalled apart', async () => {
    const status = await runtime.exec(id, here.process(['sleep', '1003']), {
      onStarted: async ({ pid }) => {
        const listed = await runtime.processes(id);
        expect(listed.find((process) => process.pid === pid)?.args).toEqual(['sleep', '1003']);
        await runtime.kill(id, 'SIGKILL', { pid });
      },
    });
    expect(status.exitCode).toBe(137);
  });

  it('rejects where there is no container, or no running one', async () => {
    await failure('ERR_CONTAINER_NOT_FOUND', runtime.exec(here.id(), here.process(['true'])));
    const ended = here.id();
    await runtime.create(ended, await here.bundle(['true']));
    await runtime.start(ended);
    await runtime.wait(ended).catch(() => {});
    await failure('ERR_CONTAINER_NOT_RUNNING', runtime.exec(ended, here.process(['true'])));
    await runtime.delete(ended);
  });
});

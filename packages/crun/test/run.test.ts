import type { Runtime, RuntimeError } from '@caisson/core';
import { cwd, env, hostname, memoryLimit, mounts, user } from '@caisson/oci-spec';
import { beforeAll, expect, it } from 'vitest';
import { failure } from '../../runc/test/support/failure.ts';
import { gather } from '../../runc/test/support/gather.ts';
import { inBothModes, sh, world } from './support/world.ts';

const here = world();
const limit = memoryLimit('16MiB');

inBothModes('run', (waiting) => {
  let runtime: Runtime;
  beforeAll(async () => {
    runtime = await here.runtime({ waiting });
  });
  const exact = waiting === 'native';

  it('tells a program’s exit code, gives its output, and leaves nothing', async () => {
    const [out, err] = [gather(), gather()];
    const bundle = await here.bundle(sh('echo out; echo err >&2; cat; exit 7'));
    const options = { stdin: 'in\n', stdout: out.sink, stderr: err.sink };
    const status = await runtime.run(here.id(), bundle, options);
    expect(status).toMatchObject({ exitCode: 7, signal: null, oomKilled: false, oomKills: 0 });
    expect([out.text(), err.text()]).toEqual(['out\nin\n', 'err\n']);
    expect(here.remains.now()).toEqual([]);
  });

  it('runs with the environment, directory, user and host name of the spec', async () => {
    const look = sh('echo "$NAME" "$(pwd)" "$(id -u):$(id -g)" "$(hostname)"');
    const changes = [env({ NAME: 'value' }), cwd('/usr'), user(1234, 2345), hostname('box')];
    const out = gather();
    await runtime.run(here.id(), await here.bundle(look, ...changes), { stdout: out.sink });
    expect(out.text()).toBe('value /usr 1234:2345 box\n');
  });

  it.each([0, 1, 127, 137, 143, 255])(
    'passes on exit code %d, also of short runs, and after a hook',
    async (code) => {
      const bundle = await here.bundle(sh(`exit ${code}`));
      const signal = !exact && code > 128 ? 'unknown' : null;
      for (const hooks of [{}, {}, { onCreated: () => {} }]) {
        expect(await runtime.run(here.id(), bundle, hooks)).toMatchObject({ exitCode: code, signal });
      }
    },
  );

  it.each([
    ['SIGTERM', 143],
    ['SIGKILL', 137],
    ['SIGUSR1', 138],
  ] as const)('tells that %s ended it as exactly as its capability says', async (name, exitCode) => {
    const id = here.id();
    const bundle = await here.bundle(sh('trap - TERM; while :; do sleep 0.02; done'));
    // Init ignores what it has no handler for, unless it comes from outside its pid namespace: SIGKILL alone.
    const status = await runtime.run(id, bundle, { onStarted: () => runtime.kill(id, 'SIGKILL') });
    expect(status).toMatchObject({ exitCode: 137, signal: exact ? 'SIGKILL' : 'unknown' });
    const own = await runtime.run(
      here.id(),
      await here.bundle(sh(`sh -c 'kill -${name.slice(3)} $$'; exit $?`)),
    );
    expect(own).toMatchObject({ exitCode, signal: exact ? null : 'unknown' });
  });

  it('calls onCreated before the program and onStarted with init’s pid after', async () => {
    const id = here.id();
    const out = gather();
    const seen: unknown[] = [];
    await runtime.run(id, await here.bundle(sh('echo began; sleep 0.2')), {
      stdout: out.sink,
      onCreated: async ({ pid, status }) => {
        seen.push(pid, status, out.text());
        // A foreground crun records a container after its hooks.
        if (exact) expect(await runtime.state(id)).toMatchObject({ status: 'created' });
      },
      onStarted: ({ pid }) => void seen.push(pid),
    });
    const [pid] = seen;
    expect(pid).toEqual(expect.any(Number));
    expect(seen).toEqual([pid, 'created', '', pid]);
  });

  it.each([
    ['that is not there', ['no-such-program']],
    ['whose path is not there', ['/no/such/program']],
    ['that is a directory', ['/usr']],
    ['that is not executable', ['/etc/passwd']],
  ])('rejects ERR_EXEC_FAILED for a program %s, and leaves nothing', async (_what, program) => {
    const bundle = await here.bundle(program);
    for (const hooks of [{}, { onCreated: () => {} }]) {
      const id = here.id();
      const error = await failure('ERR_EXEC_FAILED', runtime.run(id, bundle, hooks));
      expect(error).toMatchObject({ runtime: 'crun', id, words: expect.stringMatching(/execut|regular/) });
    }
    expect(here.remains.now()).toEqual([]);
  });

  it('rejects ERR_INVALID_SPEC for a mount whose source is not there, and leaves nothing', async () => {
    const lost = mounts({ destination: '/mnt', type: 'bind', source: '/no/such/source', options: ['rbind'] });
    await failure('ERR_INVALID_SPEC', runtime.run(here.id(), await here.bundle(['true'], lost)));
    expect(here.remains.now()).toEqual([]);
  });

  it('tells init killed for memory from one that was sent SIGKILL', async () => {
    const killed = { exitCode: 137, signal: exact ? 'SIGKILL' : 'unknown' };
    for (const hooks of [{}, { onCreated: () => {} }]) {
      const starved = await runtime.run(here.id(), await here.bundle(['tail', '/dev/zero'], limit), hooks);
      expect(starved).toMatchObject({ ...killed, oomKilled: true, oomKills: 1 });
      const id = here.id();
      const onStarted = (): Promise<void> => runtime.kill(id, 'SIGKILL');
      const shot = await runtime.run(id, await here.bundle(['sleep', '1000'], limit), {
        ...hooks,
        onStarted,
      });
      expect(shot).toMatchObject({ ...killed, oomKilled: false, oomKills: 0 });
    }
    const passedOver = await runtime.run(here.id(), await here.bundle(sh('tail /dev/zero; exit 3'), limit));
    expect(passedOver).toMatchObject({ exitCode: 3, signal: null, oomKilled: false, oomKills: 1 });
  });

  it.each([
    ['at once', {}, false],
    ['politely', { stop: { signal: 'SIGTERM', graceMs: 20_000 } }, true],
  ] as const)('is aborted %s, tells how it ended, and leaves nothing', async (_how, options, polite) => {
    const abort = new AbortController();
    const bundle = await here.bundle(sh('trap "exit 5" TERM; echo ready; while :; do sleep 0.02; done'));
    const running = runtime.run(here.id(), bundle, {
      ...options,
      signal: abort.signal,
      stdout: () => abort.abort(),
    });
    const error: RuntimeError = await failure('ERR_ABORTED', running);
    expect(error.status?.exitCode).toBe(polite ? 5 : 137);
    expect(here.remains.now()).toEqual([]);
  });

  it('is aborted in its hooks, and leaves nothing', async () => {
    const bundle = await here.bundle(['sleep', '1000']);
    for (const hook of ['onCreated', 'onStarted'] as const) {
      const abort = new AbortController();
      const options = { signal: abort.signal, [hook]: () => abort.abort() };
      await failure('ERR_ABORTED', runtime.run(here.id(), bundle, options));
      expect(here.remains.now()).toEqual([]);
    }
  });

  it('runs many at once, and one id at a time', async () => {
    const bundle = await here.bundle(sh('exit 5'));
    const many = await Promise.all(Array.from({ length: 10 }, () => runtime.run(here.id(), bundle)));
    expect(many.map(({ exitCode }) => exitCode)).toEqual(many.map(() => 5));
    const id = here.id();
    const two = await Promise.allSettled([runtime.run(id, bundle), runtime.run(id, bundle)]);
    const ends = two.map((end) => (end.status === 'fulfilled' ? end.value.exitCode : end.reason.code));
    expect(ends.toSorted()).toEqual([5, 'ERR_CONTAINER_EXISTS']);
    expect(here.remains.now()).toEqual([]);
  });
});

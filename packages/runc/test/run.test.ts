import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cwd, env, hostname, hostRootfs, mounts, rlimit, user } from '@caisson/oci-spec';
import { expect, it } from 'vitest';
import { smaller } from './support/emulated.ts';
import { failure } from './support/failure.ts';
import { gather } from './support/gather.ts';
import { inBothModes } from './support/modes.ts';
import { until } from './support/until.ts';
import { sh, world } from './support/world.ts';

const here = world();

inBothModes('run', (waiting) => {
  it('tells a program’s exit code, gives its output, and leaves nothing', async () => {
    const runtime = await here.runtime({ waiting });
    const [out, err] = [gather(), gather()];
    const bundle = await here.bundle(sh('echo out; echo err >&2; exit 7'));
    const before = Date.now();
    const status = await runtime.run(here.id(), bundle, { stdout: out.sink, stderr: err.sink });
    expect(status).toMatchObject({ exitCode: 7, signal: null, oomKilled: false, oomKills: 0 });
    expect(status.startedAt?.getTime()).toBeGreaterThanOrEqual(before);
    expect(status.finishedAt.getTime()).toBeGreaterThanOrEqual(Number(status.startedAt));
    expect([out.text(), err.text()]).toEqual(['out\n', 'err\n']);
    expect(here.remains.now()).toEqual([]);
  });

  it('runs with the environment, directory, user and host name of the spec', async () => {
    const runtime = await here.runtime({ waiting });
    const bundle = await here.bundle(
      sh('echo "$NAME" "$(pwd)" "$(id -u):$(id -g)" "$(hostname)"'),
      env({ NAME: 'value' }),
      cwd('/usr'),
      user(1234, 2345),
      hostname('box'),
    );
    const out = gather();
    await runtime.run(here.id(), bundle, { stdout: out.sink });
    expect(out.text()).toBe('value /usr 1234:2345 box\n');
  });

  it.each([0, 1, 126, 127, 128, 129, 137, 143, 254, 255])('passes on exit code %d', async (code) => {
    const runtime = await here.runtime({ waiting });
    const status = await runtime.run(here.id(), await here.bundle(sh(`exit ${code}`)));
    const signal = waiting === 'foreground' && code > 128 ? 'unknown' : null;
    expect(status).toMatchObject({ exitCode: code, signal, oomKilled: false, oomKills: 0 });
  });

  it('calls onCreated before the program and onStarted with init’s pid on the host after', async () => {
    const runtime = await here.runtime({ waiting });
    const id = here.id();
    const order: string[] = [];
    const out = gather();
    let pid: number | undefined;
    const status = await runtime.run(id, await here.bundle(['cat', '/proc/self/stat']), {
      stdout: out.sink,
      onCreated: async (state) => {
        pid = state.pid;
        expect(state).toMatchObject({ id, status: 'created', bundle: expect.stringContaining('bundle-') });
        expect(existsSync(`/proc/${pid}`)).toBe(true);
        expect(out.text()).toBe('');
        order.push('created');
      },
      onStarted: (started) => {
        expect(started).toEqual({ id, pid, hostPid: pid });
        order.push('started');
      },
    });
    expect(order).toEqual(['created', 'started']);
    expect(out.text()).toMatch(/^1 \(cat\)/);
    expect(status.exitCode).toBe(0);
    expect(status.startedAt).toBeInstanceOf(Date);
  });

  it('always knows when a short program started', async () => {
    const runtime = await here.runtime({ waiting });
    const bundle = await here.bundle(['true']);
    const runs = smaller('short programs in turn', 15, 4);
    for (let i = 0; i < runs; i++) {
      const status = await runtime.run(here.id(), bundle, { onCreated: () => {} });
      expect(status.startedAt).toBeInstanceOf(Date);
      expect(status.finishedAt.getTime()).toBeGreaterThanOrEqual(Number(status.startedAt));
    }
  });

  it('deletes the container and rejects with its error when onCreated rejects; the program never ran', async () => {
    const runtime = await here.runtime({ waiting });
    const out = gather();
    const error = new Error('no network');
    const onCreated = async (): Promise<void> => {
      throw error;
    };
    const running = runtime.run(here.id(), await here.bundle(['echo', 'ran']), {
      stdout: out.sink,
      onCreated,
    });
    await expect(running).rejects.toBe(error);
    expect(out.text()).toBe('');
    expect(here.remains.now()).toEqual([]);
  });

  it('kills the program and rejects with its error when onStarted rejects', async () => {
    const runtime = await here.runtime({ waiting });
    const error = new Error('not like that');
    const onStarted = async (): Promise<void> => {
      throw error;
    };
    await expect(runtime.run(here.id(), await here.bundle(['sleep', '1000']), { onStarted })).rejects.toBe(
      error,
    );
    expect(here.remains.now()).toEqual([]);
  });

  it('settles after onStarted, however long that takes', async () => {
    const runtime = await here.runtime({ waiting });
    const id = here.id();
    let done = false;
    await runtime.run(id, await here.bundle(['true']), {
      onStarted: async () => {
        await until(async () => (await runtime.state(id)).status === 'stopped');
        done = true;
      },
    });
    expect(done).toBe(true);
  });

  it('refuses an id that is in use, and leaves its container alone', async () => {
    const runtime = await here.runtime({ waiting });
    const other = await here.runtime({ waiting });
    const id = here.id();
    const bundle = await here.bundle(['sleep', '1000']);
    const stop = new AbortController();
    const started = Promise.withResolvers<void>();
    const running = runtime.run(id, bundle, { signal: stop.signal, onStarted: () => started.resolve() });
    await started.promise;
    await failure('ERR_CONTAINER_EXISTS', runtime.run(id, bundle));
    await failure('ERR_CONTAINER_EXISTS', other.run(id, bundle));
    await failure('ERR_CONTAINER_EXISTS', other.run(id, bundle, { onCreated: () => {} }));
    await failure('ERR_CONTAINER_EXISTS', other.create(id, bundle));
    expect((await runtime.state(id)).status).toBe('running');
    stop.abort();
    await failure('ERR_ABORTED', running);
    expect(here.remains.now()).toEqual([]);
  });

  it('lets one of two runs of one id at once have it', async () => {
    const runtime = await here.runtime({ waiting });
    const id = here.id();
    const bundle = await here.bundle(sh('exit 5'));
    const ends = await Promise.allSettled([runtime.run(id, bundle), runtime.run(id, bundle)]);
    expect(
      ends.map((end) => (end.status === 'fulfilled' ? end.value.exitCode : end.reason.code)).sort(),
    ).toEqual([5, 'ERR_CONTAINER_EXISTS']);
    expect((await runtime.run(id, bundle)).exitCode).toBe(5);
  });

  it('runs many times in turn under one id', async () => {
    const runtime = await here.runtime({ waiting });
    const id = here.id();
    const bundle = await here.bundle(sh('exit 3'));
    for (let i = 0; i < 10; i++) expect((await runtime.run(id, bundle)).exitCode).toBe(3);
  });

  it.each([
    ['that is not there', ['no-such-program']],
    ['that is a directory', ['/usr']],
    ['that is not executable', ['/etc/passwd']],
    ['whose path leads through a file', ['/etc/passwd/x']],
    ['whose name reads like another failure', ['container does not exist']],
  ])('rejects ERR_EXEC_FAILED for a program %s', async (_what, program) => {
    const runtime = await here.runtime({ waiting });
    const bundle = await here.bundle(program);
    for (const options of [{}, { onCreated: () => {} }]) {
      const error = await failure('ERR_EXEC_FAILED', runtime.run(here.id(), bundle, options));
      expect(error).toMatchObject({ runtime: 'runc', words: expect.stringContaining('exec') });
      expect(here.remains.now()).toEqual([]);
    }
  });

  it('gives relative paths and numbers beyond 2^53 their meaning in every way to run', async () => {
    const runtime = await here.runtime({ waiting });
    const bundle = await here.bundle(
      sh('cat /tmp/here/note; ulimit -Hc'),
      rlimit('CORE', Infinity, Infinity),
      mounts({ destination: '/tmp/here', type: 'bind', source: 'beside', options: ['rbind', 'ro'] }),
    );
    mkdirSync(join(bundle, 'beside'));
    writeFileSync(join(bundle, 'beside', 'note'), 'found\n');
    await hostRootfs(join(bundle, 'root'));
    const config = join(bundle, 'config.json');
    const text = readFileSync(config, 'utf8').replace(`"${join(here.dir, 'rootfs')}"`, '"root"');
    expect(text).toContain('18446744073709551615');
    writeFileSync(config, text);
    for (const options of [{}, { onCreated: () => {} }]) {
      const out = gather();
      await runtime.run(here.id(), bundle, { stdout: out.sink, ...options });
      expect(out.text()).toBe('found\nunlimited\n');
    }
    expect(readFileSync(config, 'utf8')).toBe(text);
  });
});

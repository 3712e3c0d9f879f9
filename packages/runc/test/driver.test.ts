import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { baseSpec } from '@caisson/oci-spec';
import { afterAll, expect, it, vi } from 'vitest';
import { driver, runc } from '../src/index.ts';
import { failure } from './support/failure.ts';
import { fakeBinary } from './support/fake-binary.ts';
import { gather } from './support/gather.ts';
import { inBothModes } from './support/modes.ts';
import { sh, world } from './support/world.ts';

const here = world();

/** What these tests ran on. */
const grounds: object[] = [];
afterAll(() => console.table(grounds));
const cgroups = (): string =>
  existsSync('/sys/fs/cgroup/cgroup.controllers')
    ? 'v2'
    : existsSync('/sys/fs/cgroup/unified')
      ? 'hybrid'
      : 'v1';

inBothModes('the driver', (waiting) => {
  it('is exported by both of its names, and says what it is and can do', async () => {
    expect(driver).toBe(runc);
    const runtime = await driver({ waiting });
    expect(runtime.name).toBe('runc');
    const [version] = execFileSync('runc', ['--version'], { encoding: 'utf8' }).split('\n');
    grounds.push({ waiting, version, cgroups: cgroups(), node: process.version });
    for (const [name, value] of Object.entries(runtime.capabilities)) {
      if (name === 'reasons') continue;
      expect([name, typeof value]).toEqual([name, 'boolean']);
      const reason = runtime.capabilities.reasons[name as 'gpu'];
      expect([name, reason === undefined]).toEqual([name, value]);
    }
  });

  it('makes a runtime whose members use no this', async () => {
    const { run, list, ...rest } = { ...(await here.runtime({ waiting })) };
    expect((await run(here.id(), await here.bundle(['true']))).exitCode).toBe(0);
    expect(await list()).toEqual([]);
    expect(rest.name).toBe('runc');
  });

  it('keeps the containers of one root from those of another', async () => {
    const one = await here.runtime({ waiting });
    const other = await here.runtime({ waiting, root: join(here.dir, `other-${waiting}`) });
    const id = here.id();
    await one.create(id, await here.bundle(['sleep', '1000']));
    await failure('ERR_CONTAINER_NOT_FOUND', other.state(id));
    expect(await other.list()).toEqual([]);
    expect((await one.list()).map((state) => state.id)).toEqual([id]);
    await one.delete(id);
  });

  it('puts its global options and extraArgs before the verb of every call', async () => {
    const log = join(here.dir, `argv-${waiting}`);
    // A wrapper about the real runc that writes down its arguments.
    const path = fakeBinary(here.dir, `wrapper-${waiting}`, `echo "$*" >>${log}; exec "$real" "$@"`);
    const runtime = await here.runtime({ waiting, path, extraArgs: ['--rootless', 'false'], debug: false });
    const id = here.id();
    const bundle = await here.bundle(['sleep', '1000']);
    await runtime.run(here.id(), await here.bundle(['true']));
    await runtime.create(id, bundle);
    await runtime.start(id);
    await runtime.exec(id, here.process(['true']));
    await runtime.state(id);
    await runtime.list();
    await runtime.kill(id, 'SIGKILL');
    await runtime.delete(id, { force: true });
    const lines = readFileSync(log, 'utf8').trim().split('\n');
    const verbs = lines.map((line) => /--rootless false (\w+)/.exec(line)?.[1]);
    for (const verb of ['run', 'create', 'start', 'exec', 'state', 'list', 'kill', 'delete']) {
      expect(verbs).toContain(verb);
    }
    for (const line of lines) {
      expect(line).toMatch(
        new RegExp(`^--root ${here.root} (--debug )?--log \\S+ --log-format json --rootless false`),
      );
    }
  });

  it('prints runc’s own log on standard error with debug, and not without', async () => {
    const bundle = await here.bundle(sh('echo out'));
    const lines: string[] = [];
    const spy = vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
      lines.push(String(chunk));
      return true;
    });
    try {
      const out = gather();
      await (await here.runtime({ waiting })).run(here.id(), bundle, { stdout: out.sink });
      expect(lines).toEqual([]);
      await (await here.runtime({ waiting, debug: true })).run(here.id(), bundle, { stdout: out.sink });
      expect(lines.some((line) => line.startsWith('runc: debug: '))).toBe(true);
      expect(out.text()).toBe('out\nout\n');
    } finally {
      spy.mockRestore();
    }
  });

  it('prepares a new spec and leaves its argument as it was', async () => {
    const runtime = await here.runtime({ waiting });
    const spec = { ...baseSpec('runc'), process: { args: ['sh'], cwd: '/' } };
    const before = JSON.stringify(spec);
    const prepared = await runtime.prepare(spec, { id: 'x' });
    expect(prepared).not.toBe(spec);
    expect(JSON.stringify(spec)).toBe(before);
    expect(prepared.process?.args).toEqual(['sh']);
    await failure('ERR_ABORTED', runtime.prepare(spec, { signal: AbortSignal.abort() }));
  });
});

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { cgroupCandidates } from '@caisson/cgroup';
import { describe, expect, test } from 'vitest';
import { cli, type Dialect, defineRuntime } from '../../src/index.ts';
import { temporaryDir, writeBundle } from '../fixtures/bundle.ts';
import { fakeRuntime } from '../fixtures/fake-runtime.ts';
import { able, dialect } from '../fixtures/runc-dialect.ts';

const dir = temporaryDir();
const bundle = writeBundle(join(dir));
let count = 0;

const fails = `echo '{"level":"error","msg":"no luck"}' >"$log"; exit 1`;
const removes = 'rm -rf "$root/$id"; exit 0';

const over = async (script: string, parts: Partial<Dialect> = {}) => {
  const root = join(dir, `state${count++}`);
  mkdirSync(root);
  const fake = fakeRuntime(dir, `fake${count}`, script);
  const engine = await cli({ ...dialect, ...parts }, { path: fake.path, root, waiting: 'foreground' });
  return { fake, root, runtime: defineRuntime(engine) };
};

describe('a create that fails (a fake runtime that leaves things behind)', () => {
  test.each(['create', 'run'] as const)('has its state removed by force: %s', async (verb) => {
    const { fake, root, runtime } = await over(
      `case $verb in create|run) mkdir "$root/$id"; ${fails} ;; delete) ${removes} ;; esac`,
    );
    await expect(runtime[verb]('a', bundle)).rejects.toMatchObject({ words: 'no luck' });
    expect(fake.calls().map((call) => call.split(' ')[0])).toEqual([verb, 'delete']);
    expect(fake.calls()[1]).toBe('delete --force a');
    expect(existsSync(join(root, 'a'))).toBe(false);
  });

  test('asks for nothing where it left nothing', async () => {
    const { fake, runtime } = await over(fails);
    await expect(runtime.create('a', bundle)).rejects.toMatchObject({ words: 'no luck' });
    expect(fake.calls()).toHaveLength(1);
  });

  test('leaves alone what was there before it', async () => {
    const { fake, root, runtime } = await over(`case $verb in delete) ${removes} ;; *) ${fails} ;; esac`);
    mkdirSync(join(root, 'a'));
    await expect(runtime.create('a', bundle)).rejects.toMatchObject({ words: 'no luck' });
    expect(fake.calls()).toHaveLength(1);
    expect(existsSync(join(root, 'a'))).toBe(true);
  });

  test('leaves alone what another made meanwhile under the same id', async () => {
    const { fake, root, runtime } = await over(
      `case $verb in create) mkdir "$root/$id"; ${fails} ;; delete) ${removes} ;; esac`,
      { errorCode: () => 'ERR_CONTAINER_EXISTS' },
    );
    await expect(runtime.create('a', bundle)).rejects.toMatchObject({ code: 'ERR_CONTAINER_EXISTS' });
    expect(fake.calls()).toHaveLength(1);
    expect(existsSync(join(root, 'a'))).toBe(true);
  });

  test('tells why it failed, though the removal fails too', async () => {
    const { runtime } = await over(
      `case $verb in create) mkdir "$root/$id"; ${fails} ;; delete) echo broken >&2; exit 1 ;; esac`,
    );
    await expect(runtime.create('a', bundle)).rejects.toMatchObject({ words: 'no luck' });
  });

  test('is made once at a time, and leaves the other alone', async () => {
    const { fake, runtime } = await over(
      `case $verb in create) mkdir "$root/$id"; until [ -e "$root/go" ]; do sleep 0.01; done; ${fails} ;; delete) ${removes} ;; esac`,
    );
    const first = runtime.create('a', bundle);
    const failed = expect(first).rejects.toMatchObject({ words: 'no luck' });
    await expect(runtime.create('a', bundle)).rejects.toMatchObject({ code: 'ERR_CONTAINER_EXISTS' });
    mkdirSync(join(dir, `state${count - 1}`, 'go'));
    await failed;
    expect(fake.calls().filter((call) => call.startsWith('create'))).toHaveLength(1);
  });
});

describe.skipIf(!able)('the cgroups of a create that fails (needs Linux, root and runc)', () => {
  const cgroupsOf = async (id: string): Promise<readonly string[]> =>
    (await cgroupCandidates({ id })).filter((path) => existsSync(join(path, '..')));

  test('are removed, with the processes in them', async () => {
    const id = `kit-leftovers-${process.pid}`;
    const [cgroup = ''] = await cgroupsOf(id);
    const note = join(dir, 'pid');
    const { runtime } = await over(
      `mkdir '${cgroup}'; sleep 7613 </dev/null >/dev/null 2>&1 & echo $! >'${note}'; echo $! >'${cgroup}/cgroup.procs'; ${fails}`,
    );
    await expect(runtime.create(id, bundle)).rejects.toMatchObject({ words: 'no luck' });
    expect(existsSync(cgroup)).toBe(false);
    const state = `/proc/${readFileSync(note, 'utf8').trim()}/stat`;
    expect(existsSync(state) ? readFileSync(state, 'utf8') : ' Z ').toMatch(/ Z /);
  });

  test('are left alone where they were there before', async () => {
    const id = `kit-shared-${process.pid}`;
    const [cgroup = ''] = await cgroupsOf(id);
    mkdirSync(cgroup);
    try {
      const { runtime } = await over(fails);
      await expect(runtime.create(id, bundle)).rejects.toMatchObject({ words: 'no luck' });
      expect(existsSync(cgroup)).toBe(true);
    } finally {
      rmdirSync(cgroup);
    }
  });

  test('are removed after a real runtime’s failure, which leaves some', async () => {
    const id = `kit-real-${process.pid}`;
    const root = join(dir, 'real');
    const real = writeBundle(join(dir, 'bundle'), {
      process: { args: ['true'], cwd: '/' },
      linux: { namespaces: [{ type: 'mount' }], resources: { memory: { limit: 16 << 20 } } },
      hooks: { createRuntime: [{ path: '/bin/false' }] },
    });
    const runtime = defineRuntime(await cli(dialect, { root, waiting: 'foreground' }));
    await expect(runtime.create(id, real)).rejects.toMatchObject({ verb: 'create' });
    const left = (await cgroupsOf(id)).filter((path) => existsSync(path));
    expect(left).toEqual([]);
    expect(existsSync(join(root, id))).toBe(false);
    const listed = execFileSync('runc', ['--root', root, 'list', '--format', 'json'], { encoding: 'utf8' });
    expect(JSON.parse(listed)).toBeNull();
  });
});

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Spec } from '@caisson/core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { cli, defineRuntime } from '../../src/index.ts';
import { temporaryDir } from '../fixtures/bundle.ts';
import { hostBundle } from '../fixtures/host-bundle.ts';
import { able, dialect } from '../fixtures/runc-dialect.ts';
import { turns } from '../fixtures/turn.ts';
import { until } from '../fixtures/until.ts';

const dir = temporaryDir();
const root = join(dir, 'state');
const scratch = join(dir, 'tmp');
const program = join(import.meta.dirname, '../fixtures/holding.ts');
const started: ChildProcess[] = [];

const containers = (): unknown[] =>
  JSON.parse(execFileSync('runc', ['--root', root, 'list', '--format', 'json'], { encoding: 'utf8' })) ?? [];
/** Everything that works for a container of this file has its directory among its arguments. */
const workers = (): string[] =>
  readdirSync('/proc').filter((pid) => {
    try {
      const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      return line.includes(dir) && Number(pid) !== process.pid;
    } catch {
      return false;
    }
  });
const changed = (bundle: string, change: (spec: Spec) => Spec): void => {
  const config = join(bundle, 'config.json');
  writeFileSync(config, JSON.stringify(change(JSON.parse(readFileSync(config, 'utf8')))));
};
const shellHook = (script: string) => ({ path: '/bin/sh', args: ['sh', '-c', script] });

/** The fixture, and a promise of each line that it prints. */
const hold = (
  id: string,
  bundle: string,
): { node: ChildProcess; line: (text: string) => Promise<string> } => {
  const node = spawn(process.execPath, [program, root, id, bundle], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TMPDIR: scratch },
  });
  started.push(node);
  let printed = '';
  node.stdout?.on('data', (chunk) => {
    printed += chunk;
  });
  const line = async (text: string): Promise<string> => {
    await until(`it prints ${text}`, () => printed.includes(text));
    return printed;
  };
  return { node, line };
};

describe.skipIf(!able)('a run held between create and start (needs Linux, root and runc)', () => {
  beforeAll(() => {
    mkdirSync(root);
    mkdirSync(scratch);
  });
  afterEach(async () => {
    await until('nothing works for a container', () => workers().length === 0);
    expect(containers()).toEqual([]);
  });
  afterAll(() => {
    for (const node of started) node.kill('SIGKILL');
    rmSync(scratch, { recursive: true, force: true });
  });

  test('is taken back by the runtime where this process dies', async () => {
    const { node, line } = hold('h1', hostBundle(join(dir, 'b1'), 'sleep', '7613'));
    const pid = Number(/held (\d+)/.exec(await line('held '))?.[1]);
    expect(existsSync(`/proc/${pid}`)).toBe(true);
    node.kill('SIGKILL');
    await once(node, 'exit');
    await until('the init is gone', () => !existsSync(`/proc/${pid}`));
    await until('the container is gone', () => containers().length === 0);
  });

  test('is taken back too where this process dies before the runtime is there', async () => {
    const bundle = hostBundle(join(dir, 'b2'), 'sleep', '7613');
    const [reached, go] = [join(dir, 'reached'), join(dir, 'go')];
    const waits = shellHook(`cat >/dev/null; touch ${reached}; until [ -e ${go} ]; do sleep 0.01; done`);
    changed(bundle, (spec) => ({ ...spec, hooks: { createRuntime: [waits] } }));
    const { node, line } = hold('h2', bundle);
    await line('began');
    await until('the first hook is reached', () => existsSync(reached));
    node.kill('SIGKILL');
    await once(node, 'exit');
    writeFileSync(go, '');
    await until('the container is gone', () => containers().length === 0);
  });

  test('runs the bundle as it is: its own hooks first, its relative paths, its large numbers', async () => {
    const bundle = hostBundle(join(dir, 'b3'), 'cat', '/given/file', '/proc/self/limits');
    mkdirSync(join(bundle, 'given'));
    writeFileSync(join(bundle, 'given/file'), 'relative\n');
    mkdirSync(join(bundle, 'rootfs/given'), { recursive: true });
    const order = join(dir, 'order');
    changed(bundle, (spec) => ({
      ...spec,
      mounts: [...(spec.mounts ?? []), { destination: '/given', source: 'given', options: ['bind', 'ro'] }],
      hooks: { createRuntime: [shellHook(`cat >/dev/null; echo hook >>${order}`)] },
    }));
    const config = join(bundle, 'config.json');
    // RLIM_INFINITY, which a double cannot hold.
    const limit = '"rlimits":[{"type":"RLIMIT_STACK","hard":18446744073709551615,"soft":8388608}],';
    writeFileSync(config, readFileSync(config, 'utf8').replace('"process":{', `"process":{${limit}`));
    const before = readFileSync(config, 'utf8');
    let printed = '';
    const runtime = defineRuntime(await cli(dialect, { root, waiting: 'foreground' }));
    const status = await runtime.run('c', bundle, {
      stdout: (chunk) => {
        printed += Buffer.from(chunk).toString();
      },
      onCreated: ({ bundle: told }) => {
        expect(told).toBe(bundle);
        writeFileSync(order, `${readFileSync(order, 'utf8')}onCreated\n`);
      },
    });
    expect(status.exitCode).toBe(0);
    expect(printed).toMatch(/^relative\n/);
    expect(printed).toMatch(/Max stack size +8388608 +unlimited/);
    expect(readFileSync(order, 'utf8')).toBe('hook\nonCreated\n');
    expect(readFileSync(config, 'utf8')).toBe(before);
  });

  test('tells why the runtime refused, where it does so before its hook', async () => {
    const bundle = hostBundle(join(dir, 'b4'), 'true');
    changed(bundle, (spec) => ({
      ...spec,
      hooks: { createRuntime: [shellHook('echo no luck >&2; exit 1')] },
    }));
    const runtime = defineRuntime(await cli(dialect, { root, waiting: 'foreground' }));
    const onCreated = (): never => expect.fail();
    const descriptors = (): number => readdirSync('/proc/self/fd').length;
    await expect(runtime.run('c', bundle, { onCreated })).rejects.toThrow('no luck');
    await turns();
    const before = descriptors();
    for (let i = 0; i < 3; i++) {
      const words = expect.stringContaining('no luck');
      await expect(runtime.run('c', bundle, { onCreated })).rejects.toMatchObject({ words });
    }
    await turns();
    expect(descriptors()).toBe(before);
  });

  test('is taken back and rejects as its hook does', async () => {
    const runtime = defineRuntime(await cli(dialect, { root, waiting: 'foreground' }));
    const bundle = hostBundle(join(dir, 'b5'), 'true');
    const onCreated = (): never => {
      throw new Error('no network');
    };
    await expect(runtime.run('c', bundle, { onCreated })).rejects.toThrow('no network');
  });

  test('leaves no descriptor when it is over', async () => {
    const runtime = defineRuntime(await cli(dialect, { root, waiting: 'foreground' }));
    const bundle = hostBundle(join(dir, 'b6'), 'true');
    const open = (): string[] => readdirSync('/proc/self/fd');
    await runtime.run('c', bundle, { onCreated: () => {} });
    const before = open();
    for (let i = 0; i < 3; i++) await runtime.run('c', bundle, { onCreated: () => {} });
    await turns();
    expect(open()).toHaveLength(before.length);
  });
});

import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cgroupParents } from '../../src/cli/cgroup-parents.ts';
import { cli, defineRuntime } from '../../src/index.ts';
import { temporaryDir } from '../fixtures/bundle.ts';
import { hostBundle } from '../fixtures/host-bundle.ts';
import { able, dialect } from '../fixtures/runc-dialect.ts';

const dir = temporaryDir();

describe('the directories above containers\u2019 own', () => {
  const tree = (name: string): string => {
    const top = join(dir, name);
    mkdirSync(join(top, 'there'), { recursive: true });
    return top;
  };

  test('are removed with the last container, where its create made them', () => {
    const top = tree('last');
    const parents = cgroupParents();
    const make = (id: string, path: string): void => {
      const ended = parents.expect(id, [join(top, path)]);
      mkdirSync(join(top, path), { recursive: true });
      ended('made');
    };
    make('a', 'there/new/pool/a');
    make('b', 'there/new/pool/b');
    rmdirSync(join(top, 'there/new/pool/a'));
    parents.remove('a');
    expect(readdirSync(join(top, 'there/new/pool'))).toEqual(['b']);
    rmdirSync(join(top, 'there/new/pool/b'));
    parents.remove('b');
    expect(readdirSync(join(top, 'there'))).toEqual([]);
  });

  test('stay where they were there before, and where another uses them', () => {
    const top = tree('before');
    const parents = cgroupParents();
    const ended = parents.expect('a', [join(top, 'there/a'), join(top, 'new/a')]);
    mkdirSync(join(top, 'new/others'), { recursive: true });
    ended('made');
    parents.remove('a');
    expect([readdirSync(top), readdirSync(join(top, 'new'))]).toEqual([['new', 'there'], ['others']]);
  });

  test('are not taken from under a create that is under way, and go when it fails', () => {
    const top = tree('under-way');
    const parents = cgroupParents();
    const first = parents.expect('a', [join(top, 'new/a')]);
    mkdirSync(join(top, 'new'));
    first('made');
    const second = parents.expect('b', [join(top, 'new/b')]);
    parents.remove('a');
    expect(readdirSync(top)).toEqual(['new', 'there']);
    second('failed');
    expect(readdirSync(top)).toEqual(['there']);
  });
});

const cgroups = (name: string): string =>
  execFileSync('find', ['/sys/fs/cgroup', '-maxdepth', '4', '-type', 'd', '-name', name], {
    encoding: 'utf8',
  });

describe.skipIf(!able).each(['native', 'foreground'] as const)(
  'a cgroupsPath of several parts, %s waiting (needs Linux, root and runc)',
  (waiting) => {
    const top = `kit-${process.pid}-${waiting}`;
    const bundleAt = (name: string, ...args: readonly string[]): string => {
      const bundle = hostBundle(join(dir, `${waiting}-${name}`), ...args);
      const config = join(bundle, 'config.json');
      const spec = JSON.parse(readFileSync(config, 'utf8'));
      const linux = { ...spec.linux, cgroupsPath: `/${top}/pool/${name}` };
      writeFileSync(config, JSON.stringify({ ...spec, linux }));
      return bundle;
    };
    const make = async () =>
      defineRuntime(await cli(dialect, { root: join(dir, `state-${waiting}`), waiting }));

    test('leaves nothing of its path behind: after run, after delete, and after a create that failed', async () => {
      await using runtime = await make();
      const status = await runtime.run(`${top}-run`, bundleAt('run', 'sh', '-c', 'cat /proc/self/cgroup'));
      expect(status.exitCode).toBe(0);
      expect(cgroups(top)).toBe('');

      const [a, b] = [`${top}-a`, `${top}-b`];
      await runtime.create(a, bundleAt('a', 'sleep', '7614'));
      await runtime.create(b, bundleAt('b', 'sleep', '7614'));
      await runtime.delete(a, { force: true });
      expect(cgroups(top)).not.toBe('');
      await runtime.delete(b, { force: true });
      expect(cgroups(top)).toBe('');

      await expect(runtime.create(`${top}-c`, bundleAt('c', '/nonesuch'))).rejects.toThrow();
      expect(cgroups(top)).toBe('');
    });
  },
);

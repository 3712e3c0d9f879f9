import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { cgroupCandidates, cgroupMounts, removeCgroup } from '../../src/index.ts';
import { isRoot, leftBehind, make, prefix, read } from '../fixtures/own-cgroup.ts';
import { bundle, hasRunc } from '../fixtures/runc.ts';

const name = `${prefix}-${process.pid}`;
const ready = isRoot && hasRunc && existsSync('/sys/fs/cgroup');

afterAll(async () => expect(await leftBehind()).toEqual([]));

describe.skipIf(!ready)('the candidates are where runc puts a container (needs root and runc)', () => {
  it.each([
    ['no path', undefined],
    ['an empty path', ''],
    ['a relative path', `${name}-rel/x`],
    ['a relative path that climbs', `../../${name}-up`],
    ['an absolute path', `/${name}-abs/y`],
    ['an absolute path that climbs', `/a/../../${name}-top/`],
  ])('with %s', async (_, cgroupsPath) => {
    const id = `${name}-a`;
    const { path, runc, cgroupPaths, remove } = bundle({ cgroupsPath });
    expect(runc('create', '--bundle', path, id).status).toBe(0);
    const candidates = await cgroupCandidates({ id, cgroupsPath });
    expect([...candidates].sort()).toEqual([...new Set(cgroupPaths(id))].sort());
    remove(id);
    expect(candidates.filter(existsSync)).toEqual([]);
    // runc removes the last directory of a path, never one above it that it made too.
    const parents = candidates.map(dirname).filter((parent) => parent.includes(name));
    for (const parent of parents) await removeCgroup(parent);
  });

  it('of a process in cgroups of its own', async () => {
    const { v1, unified } = await cgroupMounts();
    const tops = [v1.get('pids'), v1.get('freezer'), unified].flatMap((mount) => mount?.mountPoint ?? []);
    const dirs = tops.map((top) => make(make(top)));
    const id = `${name}-own`;
    const { path, cgroupPaths, remove } = bundle();
    const show = fileURLToPath(new URL('../fixtures/show.ts', import.meta.url));
    const join = dirs.map((dir) => `echo $$ > ${dir}/cgroup.procs`).join(' && ');
    const create = `runc --root ${path}/state create --bundle ${path} ${id} </dev/null >/dev/null 2>${path}/words`;
    const script = `${join} && ${create} && exec ${process.execPath} ${show} self ${id}`;
    const { candidates } = JSON.parse(execFileSync('sh', ['-c', script], { encoding: 'utf8' }));
    expect([...candidates].sort()).toEqual([...new Set(cgroupPaths(id))].sort());
    const parents = dirs.map(dirname);
    expect(candidates.filter((at: string) => at.startsWith(parents[0] ?? ''))).toHaveLength(1);
    remove(id);
    for (const parent of parents) await removeCgroup(parent);
  });
});

describe.skipIf(!ready)('what a killed create leaves (needs root and runc)', () => {
  it('is found among the candidates and removed, its init too', async () => {
    const id = `${name}-k`;
    const { path, runc, remove } = bundle({ hook: 'kill -9 $PPID' });
    expect(runc('create', '--bundle', path, id).signal).toBe('SIGKILL');
    const left = (await cgroupCandidates({ id })).filter(existsSync);
    expect(left.length).toBeGreaterThan(0);
    const pid = left.map((dir) => read(`${dir}/cgroup.procs`)).find((pids) => pids !== '');
    for (const dir of left) await removeCgroup(dir, { kill: true });
    expect(left.filter(existsSync)).toEqual([]);
    expect(isLive(Number(pid))).toBe(false);
    remove(id);
  });
});

const isLive = (pid: number): boolean => {
  try {
    return !/^State:\t[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cgroupCandidates, cgroupMounts, cgroupsOf, removeCgroup } from '../../src/index.ts';
import { isRoot, leftBehind, prefix } from '../fixtures/own-cgroup.ts';
import { bundle, hasRunc } from '../fixtures/runc.ts';

const name = `${prefix}-${process.pid}`;
const isV2 = process.platform === 'linux' && (await cgroupMounts()).version === 'v2';
// crun refuses a hybrid host while a controller is on its v2 tree.
const ready = isRoot && isV2 && hasRunc && spawnSync('crun', ['--version']).status === 0;

afterAll(async () => expect(await leftBehind()).toEqual([]));

describe.skipIf(!ready)('the candidates from the mount are where crun puts a container', () => {
  it.each([
    ['no path', undefined],
    ['a relative path', `${name}-rel/x`],
    ['an absolute path', `/${name}-abs/y`],
  ])('with %s (needs root, crun, runc and a pure v2 host)', async (_, cgroupsPath) => {
    const id = `${name}-c`;
    const { path, remove } = bundle({ cgroupsPath });
    const crun = (...args: readonly string[]) =>
      spawnSync('crun', ['--root', join(path, 'crun'), ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
    const pidFile = join(path, 'pid');
    expect(crun('create', '--bundle', path, '--pid-file', pidFile, id).status).toBe(0);
    const { unified } = await cgroupsOf(Number(readFileSync(pidFile, 'utf8')));
    const candidates = await cgroupCandidates({ id, cgroupsPath, base: 'mount' });
    expect(candidates).toContain(unified);
    crun('delete', '--force', id);
    remove(id);
    for (const at of candidates) await removeCgroup(at.includes(`${id}`) ? at : dirname(at));
  });
});

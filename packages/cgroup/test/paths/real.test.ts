import { execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import {
  cgroupMounts,
  cgroupsOf,
  memoryCgroupOf,
  memoryCgroupOfSync,
  removeCgroup,
} from '../../src/index.ts';
import { ended, leftBehind, make, ownUnified, ownV1, prefix, spawnIn } from '../fixtures/own-cgroup.ts';

const run = promisify(execFile);
const show = fileURLToPath(new URL('../fixtures/show.ts', import.meta.url));
const memory = ownV1('memory') ?? '';
const pids = ownV1('pids') ?? '';
const unified = ownUnified ?? '';

afterAll(async () => expect(await leftBehind()).toEqual([]));

const sleeping = async (...cgroups: readonly string[]) => {
  const child = await spawnIn(cgroups, 'exec sleep 1000');
  return {
    pid: child.pid,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await ended(child);
      for (const path of cgroups) await removeCgroup(path);
    },
  };
};

describe.skipIf(process.platform !== 'linux')('on this host (needs Linux)', () => {
  it('every directory of this process’s cgroups lists it', async () => {
    const { all } = await cgroupsOf('self');
    expect(all.length).toBeGreaterThan(0);
    for (const path of all)
      expect(readFileSync(`${path}/cgroup.procs`, 'utf8').split('\n')).toContain(`${process.pid}`);
  });

  it('the mounts are remembered, and read again when asked', async () => {
    const first = await cgroupMounts();
    expect(await cgroupMounts()).toBe(first);
    expect(await cgroupMounts({ fresh: true })).not.toBe(first);
    expect(await cgroupMounts()).toEqual(first);
  });

  it('a process that was reaped is in no cgroup', async () => {
    const child = spawn('true');
    await ended(child);
    const pid = child.pid ?? 0;
    await expect(cgroupsOf(pid)).rejects.toMatchObject({ code: 'ERR_CONTAINER_NOT_RUNNING' });
    expect(await memoryCgroupOf(pid)).toBeUndefined();
  });
});

describe.skipIf(memory === '' || pids === '')(
  'on a host with v1 controllers (needs root and cgroup v1)',
  () => {
    it('finds a child’s memory cgroup below this process’s own', async () => {
      const path = make(memory);
      await using child = await sleeping(path);
      expect(await memoryCgroupOf(child.pid)).toEqual({ version: 1, path });
      expect(memoryCgroupOfSync(child.pid)).toEqual({ version: 1, path });
    });

    it('finds a cgroup whose name holds a space, a backslash, a colon and other letters', async () => {
      const path = make(pids, `${prefix}-${process.pid} \\040:é`);
      await using child = await sleeping(path);
      expect((await cgroupsOf(child.pid)).controller('pids')).toEqual({ version: 1, path });
    });

    it('sees a cgroup namespace’s own paths where the tree is mounted in it', async () => {
      const path = make(memory);
      const inner = make(path);
      const script = `mount -t tmpfs none /mnt && mount -t cgroup -o memory none /mnt && echo $$ > /mnt/${inner.slice(path.length + 1)}/cgroup.procs && exec '${process.execPath}' '${show}'`;
      const child = await spawnIn(
        [path],
        `exec unshare --cgroup --mount sh -c "${script.replaceAll('$', '\\$')}"`,
        'pipe',
      );
      let out = '';
      child.stdout?.on('data', (chunk) => (out += chunk));
      child.stderr?.pipe(process.stderr);
      await ended(child);
      const seen = JSON.parse(out);
      expect(new Map(seen.v1).get('memory')).toEqual({ mountPoint: '/mnt', root: '/' });
      expect(seen.memory).toEqual({ version: 1, path: `/mnt${inner.slice(path.length)}` });
      await removeCgroup(path);
    });

    it('claims nothing in a cgroup namespace with the mounts of the old', async () => {
      const path = make(memory);
      const child = await spawnIn(
        [path],
        `exec unshare --cgroup --mount '${process.execPath}' '${show}'`,
        'pipe',
      );
      let out = '';
      child.stdout?.on('data', (chunk) => (out += chunk));
      await ended(child);
      const seen = JSON.parse(out);
      expect((new Map(seen.v1).get('memory') as { root: string }).root).toMatch(/^(\/\.\.)+$/);
      expect(seen).not.toHaveProperty('memory');
      await removeCgroup(path);
    });

    it('sees what is bind mounted, and what is hidden under it is not seen', async () => {
      const path = make(memory);
      await using child = await sleeping(path);
      const at = (await cgroupMounts()).v1.get('memory')?.mountPoint;
      const { stdout } = await run('unshare', [
        '--mount',
        'sh',
        '-c',
        `mount --bind '${path}' '${at}' && exec '${process.execPath}' '${show}' ${child.pid}`,
      ]);
      const seen = JSON.parse(stdout);
      expect(new Map(seen.v1).get('memory')).toEqual({ mountPoint: at, root: path.slice(at?.length) });
      expect(seen.memory).toEqual({ version: 1, path: at });
    });
  },
);

describe.skipIf(unified === '')('on a host with a v2 tree (needs root and a v2 tree)', () => {
  it('finds a child’s directory in it', async () => {
    const path = make(unified);
    await using child = await sleeping(path);
    const cgroups = await cgroupsOf(child.pid);
    expect(cgroups.unified).toBe(path);
    expect(cgroups.all).toContain(path);
  });
});

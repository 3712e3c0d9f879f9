import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { cgroupMounts, cgroupsOf, removeCgroup } from '../../src/index.ts';
import {
  ended,
  leftBehind,
  make,
  ownUnified,
  ownV1,
  prefix,
  read,
  spawnIn,
  write,
} from '../fixtures/own-cgroup.ts';

const pids = ownV1('pids') ?? '';
const freezer = ownV1('freezer') ?? '';
const memory = ownV1('memory') ?? '';
const unified = ownUnified ?? '';
const sleep = 'exec sleep 1000';

const stateOf = (pid: number): string | undefined =>
  /^State:\t(.)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];

const zombieOf = async (pid: number): Promise<number> => {
  const child = () => Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0]);
  await expect.poll(() => stateOf(child()), { timeout: 30_000 }).toBe('Z');
  return child();
};

afterAll(async () => expect(await leftBehind()).toEqual([]));

describe.each([
  ['v1', pids],
  ['v2', unified],
])('removeCgroup on %s', (version, parent) => {
  describe.skipIf(parent === '')(`(needs root and a ${version} tree)`, () => {
    it('removes an empty cgroup with all below it', async () => {
      const path = make(parent);
      mkdirSync(`${path}/a/b`, { recursive: true });
      mkdirSync(`${path}/c`);
      await removeCgroup(path);
      expect(existsSync(path)).toBe(false);
    });

    it('finds it fine that there is none, below a mount or anywhere', async () => {
      await removeCgroup(`${parent}/${prefix}-none`);
      await removeCgroup(`${parent}/${prefix}-none/below`);
    });

    it('leaves all as it is while a process is in it, and names it', async () => {
      const path = make(parent);
      mkdirSync(`${path}/empty`);
      const busy = make(path);
      const child = await spawnIn([busy], sleep);
      await expect(removeCgroup(path)).rejects.toMatchObject({
        code: 'ERR_WRONG_STATE',
        message: expect.stringContaining(String(child.pid)),
      });
      expect(existsSync(`${path}/empty`)).toBe(true);
      expect(child.exitCode ?? child.signalCode).toBeNull();
      child.kill('SIGKILL');
      await ended(child);
      await removeCgroup(path);
      expect(existsSync(path)).toBe(false);
    });

    it('kills what runs in it and below, and what they fork', async () => {
      const path = make(parent);
      const below = make(path);
      const children = [
        await spawnIn([path], sleep),
        await spawnIn([below], 'trap "" TERM; while :; do sleep 0.01 & done'),
      ];
      await removeCgroup(path, { kill: true });
      expect(existsSync(path)).toBe(false);
      for (const child of children) {
        await ended(child);
        expect(child.signalCode).toBe('SIGKILL');
      }
    });

    it('removes one in which only a zombie is left', async () => {
      const path = make(parent);
      // sleep never waits for the child that it took over from the shell.
      const child = await spawnIn([], `sh -c 'echo $$ > ${path}/cgroup.procs' & exec sleep 1000`);
      const zombie = await zombieOf(child.pid);
      expect((await cgroupsOf(zombie)).controller('pids')?.version).not.toBe(1);
      await removeCgroup(path);
      expect([existsSync(path), stateOf(zombie)]).toEqual([false, 'Z']);
      child.kill('SIGKILL');
      await ended(child);
    });

    it('is fine with another removal at the same time', async () => {
      const path = make(parent);
      mkdirSync(`${path}/a/b/c`, { recursive: true });
      await Promise.all(Array.from({ length: 8 }, () => removeCgroup(path)));
      expect(existsSync(path)).toBe(false);
    });

    // Without kill: were it not refused, it would end this very test.
    it('refuses the one that this process is in', async () => {
      for (const path of [parent, `${parent}/`, `${parent}/${prefix}/..`]) {
        await expect(removeCgroup(path)).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION' });
      }
    });
  });
});

describe.skipIf(freezer === '' || pids === '')(
  'removeCgroup of a frozen one (needs root and the v1 freezer)',
  () => {
    const frozen = async (...cgroups: readonly string[]) => {
      const dir = make(freezer);
      const child = await spawnIn([dir, ...cgroups], sleep);
      write(`${dir}/freezer.state`, 'FROZEN');
      await expect.poll(() => read(`${dir}/freezer.state`), { timeout: 30_000 }).toBe('FROZEN');
      return { dir, child };
    };

    it('thaws it, so that the killed can die', async () => {
      const { dir, child } = await frozen();
      await removeCgroup(dir, { kill: true });
      await ended(child);
      expect([existsSync(dir), child.signalCode]).toEqual([false, 'SIGKILL']);
    });

    it('thaws one below a frozen one', async () => {
      const dir = make(freezer);
      const child = await spawnIn([make(dir)], sleep);
      write(`${dir}/freezer.state`, 'FROZEN');
      await removeCgroup(dir, { kill: true });
      await ended(child);
      expect(existsSync(dir)).toBe(false);
    });

    it('thaws where the frozen process is held by another hierarchy’s cgroup', async () => {
      for (const parent of [pids, ...(unified === '' ? [] : [unified])]) {
        const path = make(parent);
        const { dir, child } = await frozen(path);
        await removeCgroup(path, { kill: true });
        await ended(child);
        expect(existsSync(path)).toBe(false);
        await removeCgroup(dir);
      }
    });

    it('gives up in time where the freezer above is not its to thaw, and says what did not end', async () => {
      const outer = make(freezer);
      const path = make(pids);
      const child = await spawnIn([make(outer), path], sleep);
      write(`${outer}/freezer.state`, 'FROZEN');
      await expect(removeCgroup(path, { kill: true, timeoutMs: 100 })).rejects.toMatchObject({
        code: 'ERR_TIMEOUT',
        reason: expect.stringContaining(String(child.pid)),
      });
      write(`${outer}/freezer.state`, 'THAWED');
      await ended(child);
      await removeCgroup(path);
      await removeCgroup(outer);
    });
  },
);

describe.skipIf(pids === '')('removeCgroup and pid namespaces (needs root and cgroup v1)', () => {
  it('kills a whole container’s processes by their pids here', async () => {
    const path = make(pids);
    const child = await spawnIn(
      [path],
      `exec unshare --pid --fork --kill-child sh -c 'sleep 1000 & sleep 1000'`,
    );
    await expect
      .poll(() => readFileSync(`${path}/cgroup.procs`, 'utf8').split('\n').length)
      .toBeGreaterThan(3);
    await removeCgroup(path, { kill: true });
    await ended(child);
    expect(existsSync(path)).toBe(false);
  });
});

describe('removeCgroup inside a pid namespace, of what is outside', () => {
  const removeInside = async (path: string, ...flags: readonly string[]) => {
    const script = fileURLToPath(new URL('../fixtures/remove.ts', import.meta.url));
    const command = ['--pid', '--fork', '--mount-proc', process.execPath, script, path, ...flags];
    // In a process group of its own, so that it would kill no other were it to take 0 for a pid.
    const inside = spawn('unshare', command, { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
    return JSON.parse(await text(inside.stdout)) as unknown;
  };

  it.skipIf(pids === '')('says on v1 that it cannot be seen (needs root and cgroup v1)', async () => {
    const path = make(pids);
    const child = await spawnIn([path], sleep);
    const reason = expect.stringContaining('another pid namespace');
    expect(await removeInside(path, 'kill')).toEqual({ code: 'ERR_TIMEOUT', reason });
    await removeCgroup(path, { kill: true });
    await ended(child);
  });

  it.skipIf(unified === '')(
    'tells it on v2, and kills it all the same (needs root and a v2 tree)',
    async () => {
      const path = make(unified);
      const child = await spawnIn([path], sleep);
      const message = expect.stringContaining('of another pid namespace');
      expect(await removeInside(path)).toMatchObject({ code: 'ERR_WRONG_STATE', message });
      expect(await removeInside(path, 'kill')).toEqual({});
      await ended(child);
      expect([existsSync(path), child.signalCode]).toEqual([false, 'SIGKILL']);
    },
  );
});

describe('removeCgroup, asked wrongly', () => {
  it.each(['', 'relative', '/a\0b', undefined as unknown as string])('refuses the path %j', async (path) => {
    await expect(removeCgroup(path)).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION' });
  });

  it.skipIf(process.platform !== 'linux')('refuses a directory that is no cgroup (needs Linux)', async () => {
    for (const path of ['/tmp', '/', '/sys/fs/cgroup']) {
      await expect(removeCgroup(path)).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION' });
      expect(existsSync(path)).toBe(true);
    }
  });

  it.skipIf(memory === '')('refuses one above this process’s own (needs root and cgroup v1)', async () => {
    const top = (await cgroupMounts()).v1.get('memory')?.mountPoint ?? '';
    for (let path = memory; path !== top; path = dirname(path)) {
      await expect(removeCgroup(path)).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION' });
    }
  });

  it('refuses options that it does not know, or of another type', async () => {
    for (const options of [{ force: true }, { kill: 1 }, { timeoutMs: -1 }, { timeoutMs: Number.NaN }]) {
      await expect(removeCgroup('/sys/fs/cgroup/x', options as object)).rejects.toMatchObject({
        code: 'ERR_INVALID_OPTION',
      });
    }
  });
});

import { fileURLToPath } from 'node:url';
import { cgroupMounts, removeCgroup } from '@caisson/cgroup';
import { afterAll, describe, expect, it } from 'vitest';
import { cgroupPathOf } from '../src/index.ts';
import { ended, goneProcess, isRoot, leftBehind, make, ownV1, sleeper, spawnIn } from './support/cgroups.ts';

const show = fileURLToPath(new URL('./fixtures/show-path.ts', import.meta.url));
const mounts = process.platform === 'linux' ? await cgroupMounts() : undefined;
const v1 = ownV1('memory') ?? '';
const tree = (isRoot && mounts?.version === 'v2' && mounts.unified?.mountPoint) || '';

afterAll(async () => expect(await leftBehind()).toEqual([]));

describe('cgroupPathOf', () => {
  it.skipIf(v1 === '')(
    'is the memory cgroup of a hybrid or v1 host (needs root and the v1 controller)',
    async () => {
      const path = make(v1);
      await using process = await sleeper(path);
      expect(await cgroupPathOf(process.pid)).toBe(path);
      await process[Symbol.asyncDispose]();
      await removeCgroup(path);
    },
  );

  it.skipIf(tree === '')('is the nearest that counts on v2 (needs root and a pure v2 host)', async () => {
    const path = make(tree);
    await using process = await sleeper(make(path));
    expect(await cgroupPathOf(process.pid)).toBe(path);
    await process[Symbol.asyncDispose]();
    await removeCgroup(path);
  });

  it.skipIf(v1 === '')(
    'is the one seen from inside a cgroup namespace, with the tree mounted in it (needs root and the v1 controller)',
    async () => {
      const path = make(v1);
      const inner = make(path);
      const name = inner.slice(path.length + 1);
      const script = `mount -t tmpfs none /mnt && mount -t cgroup -o memory none /mnt && echo $$ > /mnt/${name}/cgroup.procs && exec '${process.execPath}' '${show}'`;
      const child = await spawnIn(
        [path],
        `exec unshare --cgroup --mount sh -c "${script.replaceAll('$', '\\$')}"`,
        'pipe',
      );
      let out = '';
      child.stdout?.on('data', (chunk) => (out += chunk));
      child.stderr?.pipe(process.stderr);
      await ended(child);
      expect(JSON.parse(out)).toEqual({ path: `/mnt/${name}` });
      await removeCgroup(path);
    },
  );

  it.skipIf(process.platform !== 'linux')('is nothing for a process that is gone (needs Linux)', async () => {
    expect(await cgroupPathOf(await goneProcess())).toBeUndefined();
    await expect(cgroupPathOf(0)).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION' });
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { controllersBesideV1, freeV2Tree } from './support/v2-tree.ts';
import { able } from './support/world.ts';

const isHybrid = able && readFileSync('/proc/self/mountinfo', 'utf8').includes('/sys/fs/cgroup/unified');
describe.skipIf(!isHybrid)('the set-up on a hybrid host (needs Linux, root, crun and a hybrid host)', () => {
  it('keeps the v2 tree free for as long as anyone needs it, and mounts nothing here', async () => {
    const mounts = (): string => readFileSync('/proc/self/mountinfo', 'utf8');
    const before = mounts();
    const first = await freeV2Tree();
    const second = await freeV2Tree();
    expect(controllersBesideV1()).toEqual([]);
    expect(mounts()).toBe(before);
    await first[Symbol.asyncDispose]();
    expect(controllersBesideV1()).toEqual([]);
    await second[Symbol.asyncDispose]();
  });
});

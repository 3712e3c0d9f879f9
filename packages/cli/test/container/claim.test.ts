import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RuntimeError } from '@caisson/errors';
import { afterAll, describe, expect, it } from 'vitest';
import { claim, discard } from '../../src/container/bundle.ts';

/** A runtime that knows no container. */
const runtime = {
  name: 'runc',
  state: async (id: string): Promise<never> => {
    throw new RuntimeError('ERR_CONTAINER_NOT_FOUND', `there is no container ${id}`);
  },
};

const home = mkdtempSync(join(tmpdir(), 'claim-'));
afterAll(() => rmSync(home, { recursive: true }));

describe('the directory of a bundle', () => {
  it('is made also while others, which had the last ones, take away the directory of them all', async () => {
    const command = async (id: string): Promise<void> => {
      for (let times = 0; times < 300; times++) {
        const dir = join(home, 'runc', id);
        await claim(runtime, dir, id);
        expect(existsSync(dir)).toBe(true);
        await discard(dir);
      }
    };
    await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map(command));
    expect(existsSync(join(home, 'runc'))).toBe(false);
  });

  it('is made by one of those who want it, at most', async () => {
    const dir = join(home, 'runc', 'same');
    const ended = await Promise.allSettled([1, 2, 3].map(() => claim(runtime, dir, 'same')));
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refused = ended.flatMap((it) => (it.status === 'rejected' ? [it.reason.code] : []));
    expect(refused).toEqual(['ERR_CONTAINER_EXISTS', 'ERR_CONTAINER_EXISTS']);
    await discard(dir);
  });
});

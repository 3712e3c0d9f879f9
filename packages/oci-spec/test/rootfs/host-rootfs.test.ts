import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { baseSpec, hostRootfs, pipe } from '../../src/index.ts';
import { directory } from '../fixtures/directory.ts';

describe('hostRootfs', () => {
  test('makes its directory with those above it, and serves any number of containers', async () => {
    const dir = join(await directory(), 'a/b');
    const [first, second] = await Promise.all([hostRootfs(dir), hostRootfs(dir)]);
    expect(pipe(baseSpec('runc'), first)).toEqual(pipe(baseSpec('runc'), second));
    expect(pipe(baseSpec('runc'), first).root).toEqual({ path: dir, readonly: true });
    expect((await stat(join(dir, 'var/tmp'))).mode & 0o7777).toBe(0o1777);
  });

  test.skipIf(process.platform !== 'linux')(
    'is refused where no directory can be made (needs Linux)',
    async () => {
      await expect(hostRootfs('/proc/caisson/rootfs')).rejects.toThrow(
        /hostRootfs: .* give a directory that can be made: ENOENT/,
      );
      await expect(hostRootfs('/dev/null/rootfs')).rejects.toThrow(/ENOTDIR/);
    },
  );
});

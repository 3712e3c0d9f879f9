import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RuntimeConformance, type RuntimeFixture, shArgs } from '@caisson/conformance';
import type { Runtime } from '@caisson/core';
import { args, baseSpec, hostRootfs, memoryLimit, pidsLimit, pipe, writeBundle } from '@caisson/oci-spec';

export type Make = (options: { readonly root: string }) => Promise<Runtime>;

/** Why containers cannot be run here, or `undefined`. */
export const unable = async (make: Make): Promise<string | undefined> => {
  if (process.getuid?.() !== 0) return 'needs root';
  try {
    await (await make({ root: join(tmpdir(), 'youki-probe') })).close();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
};

/** What each test of the kit has for itself: a state directory of its own, and bundles over this host's programs. */
export const fixtures =
  (make: Make): RuntimeConformance['factory'] =>
  async (): Promise<RuntimeFixture> => {
    const dir = await mkdtemp(join(tmpdir(), 'youki-'));
    const root = join(dir, 'state');
    const host = await hostRootfs(join(dir, 'rootfs'));
    let bundles = 0;
    return {
      runtime: await make({ root }),
      bundle: async (program, { memory, pids } = {}) => {
        const bundle = join(dir, `bundle-${bundles++}`);
        const [command = '', ...rest] = shArgs(program);
        const limits = [
          ...(memory === undefined ? [] : [memoryLimit(memory)]),
          ...(pids === undefined ? [] : [pidsLimit(pids)]),
        ];
        await writeBundle(bundle, pipe(baseSpec('runc'), host, args(command, ...rest), ...limits));
        return bundle;
      },
      process: (program) => ({
        args: shArgs(program),
        cwd: '/',
        env: ['PATH=/usr/bin:/bin:/usr/sbin:/sbin'],
      }),
      another: () => make({ root }),
      left: async () => (await readdir(root).catch(() => [])).map((name) => `${root}/${name}`),
      [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }),
    };
  };

/** Parts that this fixture does not have. Give them when you can: `foreign`, `terminal`. */
export const without = {
  foreign: 'this fixture makes no container by another program',
  terminal: 'this fixture has no terminal',
};

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Runtime } from '@caisson/core';
import { args, baseSpec, pipe, rootfs, writeBundle } from '@caisson/oci-spec';
import { runc } from '@caisson/runc';
import type { Place } from '../harness/bench.ts';
import { makeRootfs } from './rootfs.ts';

/** Our runc and the bare one, side by side: the same state directory, the same bundles. */
export interface Workshop {
  readonly runtime: Runtime;
  /** The state directory, for the bare command's `--root`. */
  readonly root: string;
  /** Writes a bundle that runs a program; gives its directory. */
  readonly bundle: (program: string, ...rest: readonly string[]) => Promise<string>;
  /** Starts a container that sleeps until the workshop is closed; gives its id. */
  readonly sleeper: () => Promise<string>;
}

export const workshop = (place: Place, kept: AsyncDisposableStack): Promise<Workshop> =>
  workshopOf('runc', (root) => runc({ root, waiting: 'native' }), place, kept);

/** The same with another runtime. */
export const workshopOf = async (
  name: Parameters<typeof baseSpec>[0],
  make: (root: string) => Promise<Runtime>,
  { dir }: Place,
  kept: AsyncDisposableStack,
): Promise<Workshop> => {
  const root = join(dir, 'state');
  const files = join(dir, 'rootfs');
  await makeRootfs(files);
  const runtime = await make(root);
  kept.use(runtime);
  kept.defer(async () => {
    for (const { id } of await runtime.list()) await runtime.delete(id, { force: true });
  });
  const bundle: Workshop['bundle'] = async (program, ...rest) => {
    const at = join(dir, `bundle-${program}`);
    await mkdir(at);
    await writeBundle(at, pipe(baseSpec(name), rootfs(files), args(program, ...rest)));
    return at;
  };
  const sleeper = async (): Promise<string> => {
    const id = uniqueId();
    await runtime.create(id, await bundle('sleep', '100000'));
    await runtime.start(id);
    return id;
  };
  return { runtime, root, bundle, sleeper };
};

let last = 0;
/** For the containers of this process: each its own, on a machine where others run. */
export const uniqueId = (): string => `bench-${process.pid}-${++last}`;

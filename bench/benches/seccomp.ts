import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  args,
  baseSpec,
  type Change,
  defaultSeccomp,
  pipe,
  rootfs,
  seccompUnconfined,
  writeBundle,
} from '@caisson/oci-spec';
import { comparing } from '../harness/comparison.ts';
import type { Side } from '../harness/side.ts';
import { bareRunc } from '../parts/bare.ts';
import { makeRootfs } from '../parts/rootfs.ts';
import { uniqueId } from '../parts/workshop.ts';

const none = 'no filter';
const native = 'the default filter';
const all = 'the filter for 32-bit programs too';

/** What a bare `runc run` of `true` pays for the system call filter. */
export const seccomp = comparing(
  'seccomp',
  'a bare `runc run`, with and without filters',
  async ({ dir }) => {
    const files = join(dir, 'rootfs');
    await makeRootfs(files);
    const side = async (name: string, change: Change): Promise<Side> => {
      const bundle = join(dir, name.replaceAll(' ', '-'));
      await mkdir(bundle);
      await writeBundle(bundle, pipe(baseSpec('runc'), rootfs(files), args('true'), change));
      const run = ['--root', join(dir, 'state'), 'run', '--bundle', bundle];
      return { name, once: () => bareRunc('discarded', [...run, uniqueId()]) };
    };
    return [
      {
        title: 'runc run true',
        sides: [
          await side(none, seccompUnconfined()),
          await side(native, defaultSeccomp()),
          await side(all, defaultSeccomp({ abis: 'all' })),
        ],
        limits: [{ of: native, to: none, atMost: 1.3 }],
      },
    ];
  },
);

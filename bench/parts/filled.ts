import { access, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Runtime } from '@caisson/core';
import { args, baseSpec, pipe, rootfs, tmpfs, writeBundle } from '@caisson/oci-spec';
import type { Place } from '../harness/bench.ts';
import { makeRootfs } from './rootfs.ts';

/** How often it is looked whether the memory is full, in milliseconds. */
const pollMs = 20;
const limitMs = 120_000;

/** dd reads so many bytes into its memory, and waits for a reader that reads nothing. */
const script = (bytes: number): string =>
  `mkfifo /tmp/full; sleep 1000000 </tmp/full & exec dd if=/dev/zero of=/tmp/full bs=${bytes} count=1`;

/** A bundle of a program with so many megabytes (2^20 bytes) of memory that it has written to. */
export const filledBundle = async ({ dir }: Place, megabytes: number): Promise<string> => {
  const files = join(dir, 'rootfs');
  if (!(await exists(files))) await makeRootfs(files);
  const bundle = join(dir, `filled-${megabytes}`);
  await mkdir(bundle);
  const program = args('sh', '-c', script(megabytes * 2 ** 20));
  await writeBundle(bundle, pipe(baseSpec('runc'), rootfs(files), tmpfs('/tmp'), program));
  return bundle;
};

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Starts such a bundle, and waits until its memory is full. */
export const fill = async (
  runtime: Runtime,
  id: string,
  bundle: string,
  megabytes: number,
): Promise<void> => {
  await runtime.create(id, bundle);
  await runtime.start(id);
  for (let waited = 0; waited < limitMs; waited += pollMs) {
    const { memory } = await runtime.stats(id);
    if ((memory?.usageBytes ?? 0) >= megabytes * 2 ** 20) return;
    await sleep(pollMs);
  }
  throw new Error(`${id} has not filled ${megabytes} MB`);
};

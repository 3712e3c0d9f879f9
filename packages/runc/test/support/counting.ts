import type { Runtime } from '@caisson/core';
import { expect } from 'vitest';
import { failure } from './failure.ts';
import { gather } from './gather.ts';
import { until } from './until.ts';
import type { World } from './world-of.ts';

/** A program that prints the next number every 20 ms, with so many MB in its memory. */
export const counter = (megabytes = 0): readonly string[] => [
  'perl',
  '-e',
  `$| = 1; $kept = "0123456789" x ${megabytes * 100_000}; while (1) { print ++$n, "\\n"; select undef, undef, undef, 0.02 }`,
];

/** A container that counts while the work is done, and afterwards; then nothing is left of it. */
export const counting = async (
  here: World,
  program: readonly string[],
  work: (id: string, runtime: Runtime) => Promise<void>,
): Promise<void> => {
  const runtime = await here.runtime();
  const [id, out, stop] = [here.id(), gather(), new AbortController()];
  const running = runtime.run(id, await here.bundle(program), {
    stdout: out.sink,
    signal: stop.signal,
    onStarted: async () => {
      await until(() => out.text().length > 10);
      await work(id, runtime);
      expect(await runtime.state(id)).toMatchObject({ status: 'running' });
      const seen = out.text().length;
      await until(() => out.text().length > seen + 10);
      stop.abort();
    },
  });
  await failure('ERR_ABORTED', running);
  expect(here.remains.now()).toEqual([]);
};

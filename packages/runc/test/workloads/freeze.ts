import { PassThrough } from 'node:stream';
import type { CheckpointPlugin, ExitStatus, Runtime } from '@caisson/core';
import { expect } from 'vitest';
import { gather } from '../support/gather.ts';
import { until } from '../support/until.ts';

export interface Workload {
  readonly runtime: Runtime;
  readonly id: string;
  readonly bundle: string;
  readonly imagePath: string;
  /** Whether it has said enough to be gone on with. */
  readonly enough: (said: string) => boolean;
  /** The exit code with which its run ends when it is frozen. Default: 137, as of what CRIU kills. */
  readonly endsWith?: number;
}

interface Plugged {
  readonly plugins?: readonly CheckpointPlugin[];
}

/** The lines of a text that are whole. */
export const lines = (text: string): readonly string[] => text.split('\n').slice(0, -1);

/** It must not end before it has said enough. */
const heard = async ({ enough }: Workload, said: () => string, life: Promise<ExitStatus>): Promise<void> => {
  const early = life.then((status) => {
    throw new Error(`It ended early, with ${status.exitCode}: ${said()}`);
  });
  early.catch(() => {});
  await Promise.race([until(() => enough(said())), early]);
};

/** Runs it until it has said enough, and freezes it into its image, which ends it. Gives what it said. */
export const freeze = async (workload: Workload, options: Plugged = {}): Promise<string> => {
  const { runtime, id, bundle, imagePath, endsWith = 137 } = workload;
  const [out, stdin] = [gather(), new PassThrough()];
  const running = runtime.run(id, bundle, { stdin, output: out.sink });
  running.catch(() => {});
  await heard(workload, out.text, running);
  await runtime.checkpoint(id, { imagePath, ...options });
  expect(await running).toMatchObject({ exitCode: endsWith, oomKills: 0 });
  return out.text();
};

/** Restores it, lets it say enough more, and then tells it to stop. Gives what it said and how it ended. */
export const thaw = async (
  workload: Workload,
  options: Plugged = {},
): Promise<{ readonly said: string; readonly status: ExitStatus }> => {
  const { runtime, id, bundle, imagePath } = workload;
  const [out, stdin] = [gather(), new PassThrough()];
  const living = runtime.restore(id, bundle, { imagePath, stdin, output: out.sink, ...options });
  living.catch(() => {});
  await heard(workload, out.text, living);
  stdin.end('stop\n');
  const status = await living;
  return { said: out.text(), status };
};

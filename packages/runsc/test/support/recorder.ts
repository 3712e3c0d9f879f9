import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Runtime } from '@caisson/core';
import type { World } from '../../../runc/test/support/world-of.ts';
import type { RunscOptions } from '../../src/index.ts';
import type { Way } from './world.ts';

const verbs = new Set(['run', 'create', 'start', 'delete', 'kill', 'state', 'wait', 'list']);

/** A runtime whose runsc writes down its calls and is the real one in all else. */
export interface Recording {
  readonly runtime: Runtime;
  /** The verbs of its calls since the last look. */
  readonly calls: () => readonly string[];
}

export const recordingIn = (here: World<RunscOptions>) => {
  let made = 0;
  return async (way: Way, options: RunscOptions = {}): Promise<Recording> => {
    const path = join(here.dir, `runsc-${++made}`);
    const record = `${path}.calls`;
    writeFileSync(path, `#!/bin/sh\necho "$*" >>'${record}'\nexec '${way.path}' "$@"\n`, { mode: 0o755 });
    const runtime = await here.runtime({ ...way, ...options, path });
    const calls = (): readonly string[] => {
      const lines = existsSync(record) ? readFileSync(record, 'utf8').split('\n') : [];
      rmSync(record, { force: true });
      return lines.flatMap((line) => line.split(' ').find((word) => verbs.has(word)) ?? []);
    };
    calls();
    return { runtime, calls };
  };
};

/** Makes a container whose program ends, and that is not deleted. */
export const over = async (
  here: World<RunscOptions>,
  runtime: Runtime,
): Promise<{ readonly id: string; readonly stateDir: string }> => {
  const id = here.id();
  await runtime.create(id, await here.bundle(['true']));
  await runtime.start(id);
  await runtime.wait(id);
  return { id, stateDir: join(here.root, id) };
};

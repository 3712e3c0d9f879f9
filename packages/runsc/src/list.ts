import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { State } from '@caisson/core';
import type { CliEngine } from '@caisson/driver-kit';
import { bySandbox } from './sandbox-process.ts';

const entriesOf = (dir: string): readonly string[] => {
  try {
    return readdirSync(dir);
  } catch {
    return []; // None was ever made, or it was deleted in this moment.
  }
};

/**
 * Each container has a root of its own, and `runsc list` takes one: so it is shown a directory in which all of their
 * records are linked.
 */
export const listing =
  (engine: CliEngine, root: string, sandbox: (id: string) => number | undefined) =>
  async (signal?: AbortSignal): Promise<readonly State[]> => {
    const view = mkdtempSync(join(tmpdir(), 'caisson-'));
    try {
      for (const id of entriesOf(root)) {
        const records = entriesOf(join(root, id)).filter((name) => /\.(state|lock)$/.test(name));
        for (const record of records) symlinkSync(join(root, id, record), join(view, record));
      }
      // The last flag of a name counts.
      const told = parse(await engine.ask(['--root', view, 'list', '--format', 'json'], signal));
      return told.map((state) => bySandbox(state, sandbox(state.id)));
    } finally {
      rmSync(view, { recursive: true, force: true });
    }
  };

const parse = (text: string): readonly State[] =>
  ((JSON.parse(text.trim() || 'null') ?? []) as State[]).map(
    ({ ociVersion, id, status, pid, bundle, annotations }) => ({
      ociVersion,
      id,
      status,
      ...(pid === undefined || pid <= 0 ? {} : { pid }),
      bundle,
      ...(annotations ? { annotations } : {}),
    }),
  );

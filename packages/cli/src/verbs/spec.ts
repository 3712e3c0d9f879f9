import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { specToJson } from '@caisson/oci-spec';
import { commandLine } from '../arguments/command-line.ts';
import { containerId, randomId } from '../arguments/container-id.ts';
import type { SpecFlags } from '../commands/spec.ts';
import { settingsOf } from '../container/settings.ts';
import { specFor } from '../container/spec.ts';
import { print } from '../output/print.ts';
import { openRuntime } from '../runtime.ts';

export const spec = async (flags: SpecFlags, words: readonly string[]): Promise<void> => {
  const id = flags.id === undefined ? randomId() : containerId(flags.id);
  const settings = await settingsOf(flags, commandLine('caisson spec', words));
  await using runtime = await openRuntime(flags);
  const dir = await mkdtemp(join(tmpdir(), 'caisson-spec-'));
  try {
    await print(specToJson(await runtime.prepare(await specFor(runtime.name, settings, dir), { id })));
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
};

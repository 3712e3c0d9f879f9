import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckpointPlugin, CheckpointTarget } from '@caisson/core';
import { annotations } from '@caisson/oci-spec';
import { expect, it } from 'vitest';
import { onOne, sh, world } from './support/world.ts';

const here = world();

/**
 * The real runsc, which says that its checkpoint has `--cuda-checkpoint-path`: the flag, and that for GPUs, are
 * written down and taken away, since no release that is at hand has it, nor this host a GPU.
 */
const fakeRelease = (real: string, log: string): string => {
  const path = join(here.dir, 'runsc');
  const text = `#!/bin/bash
[ "$1 $2" = 'help checkpoint' ] && { '${real}' "$@"; printf '  -cuda-checkpoint-path string\\n\\tpath\\n'; exit; }
args=()
for arg; do
  case "$arg" in
    --cuda-checkpoint-path=* | --nvproxy=*) echo "$arg" >>'${log}' ;;
    *) args+=("$arg") ;;
  esac
done
exec '${real}' "\${args[@]}"
`;
  writeFileSync(path, text, { mode: 0o755 });
  return path;
};

onOne('a plug-in’s cudaProgram', (way) => {
  it.each([
    ['a GPU', true],
    ['none', false],
  ] as const)(
    'is given to a release that runs it by itself, for a container with %s: %s',
    async (_with, hasGpu) => {
      const log = join(here.dir, `flags-${hasGpu}`);
      const runtime = await here.runtime({ ...way, path: fakeRelease(way.path, log) });
      const [id, told] = [here.id(), [] as (boolean | undefined)[]];
      const plugin: CheckpointPlugin = {
        name: 'cuda',
        cudaProgram: '/opt/cuda-checkpoint',
        suspend: async ({ runtime: reach }: CheckpointTarget) => {
          told.push(await reach.suspendsCuda?.());
          return async () => {};
        },
        verify: async () => {},
        resume: async () => {},
      };
      const gpu = hasGpu ? [annotations({ 'dev.caisson.gpu': 'true' })] : [];
      const bundle = await here.bundle(sh('sleep 1000'), ...gpu);
      await runtime.run(id, bundle, {
        onStarted: () => runtime.checkpoint(id, { imagePath: join(here.dir, id), plugins: [plugin] }),
      });
      expect(told).toEqual([true]);
      const flags = existsSync(log) ? readFileSync(log, 'utf8') : '';
      expect(flags.includes('--cuda-checkpoint-path=/opt/cuda-checkpoint\n')).toBe(hasGpu);
      expect(here.remains.now()).toEqual([]);
    },
    120_000,
  );
});

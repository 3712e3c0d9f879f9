import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RuntimeFixture } from '@caisson/conformance';
import type { Runtime, Spec } from '@caisson/core';
import { type MemoryOptions, memory, memoryHost } from '../../src/index.ts';
import { argsOf, vocabulary } from './vocabulary.ts';

/** A runtime in memory for one test of the kit; `wrap` may put something around it. */
export const memoryFixture = async (
  options: MemoryOptions = {},
  wrap: (runtime: Runtime) => Runtime = (runtime) => runtime,
): Promise<RuntimeFixture> => {
  const dir = mkdtempSync(join(tmpdir(), 'caisson-memory-kit-'));
  const host = memoryHost();
  const another = async (): Promise<Runtime> =>
    wrap(await memory({ programs: vocabulary, host, ...options }));
  let bundles = 0;
  const bundle: RuntimeFixture['bundle'] = async (program, { memory: limit, pids } = {}) => {
    const path = join(dir, `bundle${bundles++}`);
    mkdirSync(join(path, 'rootfs'), { recursive: true });
    const spec: Spec = {
      ociVersion: '1.2.0',
      process: { args: argsOf(program), cwd: '/', env: ['PATH=/bin'] },
      root: { path: 'rootfs' },
      linux: {
        namespaces: [{ type: 'pid' }, { type: 'mount' }],
        resources: {
          ...(limit === undefined ? {} : { memory: { limit } }),
          ...(pids === undefined ? {} : { pids: { limit: pids } }),
        },
      },
    };
    writeFileSync(join(path, 'config.json'), JSON.stringify(spec));
    return path;
  };
  return {
    runtime: await another(),
    another,
    bundle,
    process: (program) => ({ args: argsOf(program), cwd: '/', env: ['PATH=/bin'] }),
    foreign: async (id, program) => {
      const stranger = await memory({ programs: vocabulary, host, ...options });
      await stranger.create(id, await bundle(program));
      await stranger.start(id);
    },
    left: async () => host.ids(),
    [Symbol.asyncDispose]: async () => rmSync(dir, { recursive: true }),
  };
};

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type RuntimeConformance, type RuntimeFixture, shArgs } from '@caisson/conformance';
import type { CliOptions } from '@caisson/driver-kit';
import { memoryLimit, pidsLimit } from '@caisson/oci-spec';
import { terminal } from '@caisson/terminal';
import type { World } from './world-of.ts';

/**
 * Fixtures over a runtime with a shell. What is left is looked for in the whole world: tests of one file follow one
 * another. `launcher` makes and starts a container in a process of its own: ROOT ID BUNDLE.
 */
export const fixturesIn =
  <O extends CliOptions>(here: World<O>, options: O, launcher: URL): RuntimeConformance['factory'] =>
  async (): Promise<RuntimeFixture> => {
    const bundle: RuntimeFixture['bundle'] = (program, { memory, pids } = {}) =>
      here.bundle(
        shArgs(program),
        ...(memory === undefined ? [] : [memoryLimit(memory)]),
        ...(pids === undefined ? [] : [pidsLimit(pids)]),
      );
    return {
      runtime: await here.runtime(options),
      bundle,
      process: (program) => here.process(shArgs(program)),
      another: () => here.runtime(options),
      foreign: async (id, program) => {
        const argv = [launcher.pathname, here.root, id, await bundle(program)];
        await promisify(execFile)(process.execPath, argv);
      },
      terminal,
      left: async () => here.remains.now(),
      [Symbol.asyncDispose]: async () => {},
    };
  };

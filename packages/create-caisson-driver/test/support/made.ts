import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createDriver, type DriverAnswers } from '../../src/index.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const ours = ['core', 'errors', 'driver-kit', 'conformance', 'oci-spec'];

export interface Made extends AsyncDisposable {
  readonly directory: string;
  /** Runs one of its tools there. @throws with what it said */
  readonly run: (command: string, ...args: readonly string[]) => Promise<string>;
}

/** A driver's package as the template makes it, with this workspace's packages in the place of installed ones. */
export const made = async (answers: Omit<DriverAnswers, 'directory'>): Promise<Made> => {
  const parent = await mkdtemp(join(tmpdir(), 'create-driver-'));
  const directory = join(parent, 'driver');
  await createDriver({ ...answers, directory });
  const modules = join(directory, 'node_modules');
  await mkdir(join(modules, '@caisson'), { recursive: true });
  await mkdir(join(modules, '@types'));
  for (const name of ours) await symlink(join(root, 'packages', name), join(modules, '@caisson', name));
  await symlink(join(root, 'node_modules/@types/node'), join(modules, '@types/node'));
  const env = {
    ...process.env,
    PATH: [join(root, 'node_modules/.bin'), process.env['PATH']].join(delimiter),
  };
  return {
    directory,
    run: async (command, ...args) => {
      const { stdout } = await promisify(execFile)(command, [...args], {
        cwd: directory,
        env,
        maxBuffer: 1 << 26,
      });
      return stdout;
    },
    [Symbol.asyncDispose]: () => rm(parent, { recursive: true, force: true }),
  };
};

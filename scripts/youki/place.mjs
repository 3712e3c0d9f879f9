import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { closure } from '../packaging/closure.mjs';
import { run } from '../process/run.mjs';
import { environment } from '../setup/root.mjs';
import { SetUpError } from '../setup/say.mjs';

const limitMs = 6 * 60_000;

/**
 * A folder outside the workspace, with nothing of it in reach.
 * @param {string} directory
 * @param {readonly { member: import('../tree/packages.mjs').Member, tarball: string }[]} packed
 */
export const placeAt = async (directory, packed) => {
  await mkdir(directory, { recursive: true });
  const env = environment();
  /** Runs a program there. @throws with what it said */
  const call = async (command, ...args) => {
    const { ok, how, output } = await run(command, args, { cwd: directory, env, limitMs });
    if (!ok) throw new SetUpError(`${[command, ...args].join(' ').slice(0, 200)}: ${how}`, output);
    return output;
  };
  return {
    directory,
    call,
    write: async (file, text) => {
      await mkdir(dirname(join(directory, file)), { recursive: true });
      await writeFile(join(directory, file), text);
    },
    /** Installs packages of ours as they are packed, with all of ours that they need, and others from the registry. */
    install: async (ours, ...others) => {
      const members = closure(
        ours,
        packed.map(({ member }) => member),
      );
      const tarballs = packed.filter(({ member }) => members.includes(member)).map(({ tarball }) => tarball);
      await call(
        'npm',
        'install',
        '--no-audit',
        '--no-fund',
        '--prefer-offline',
        '--loglevel=error',
        ...tarballs,
        ...others,
      );
    },
  };
};

import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../process/run.mjs';
import { install } from '../setup/apt.mjs';
import { find, thisHost } from '../setup/host.mjs';
import { cache, environment } from '../setup/root.mjs';
import { SetUpError, say } from '../setup/say.mjs';

const version = '0.7.0';
const home = join(cache, 'youki');
const built = join(home, 'bin', 'youki');
// Two minutes on two quiet cores.
const limitMs = 15 * 60_000;

const cargo = () => {
  const inPath = find('cargo');
  const ofRustup = join(process.env['HOME'] ?? '/root', '.cargo', 'bin', 'cargo');
  return inPath ?? (existsSync(ofRustup) ? ofRustup : undefined);
};

const links = (library) => run('pkg-config', ['--exists', library], { env: environment(), limitMs: 20_000 });

/** What cargo cannot bring. @returns {Promise<string | undefined>} what is missing and cannot be installed */
const provideLibseccomp = async () => {
  if ((await links('libseccomp')).ok) return undefined;
  const { root, apt } = thisHost();
  if (!root || !apt) return 'needs libseccomp-dev and pkg-config';
  for (const debian of ['pkg-config', 'libseccomp-dev']) {
    say(`apt-get install ${debian}: youki is built with it`);
    await install({ command: debian, debian, why: 'youki is built with it' });
  }
  return undefined;
};

/**
 * A youki of that release, built where cargo is.
 * @returns {Promise<{ path: string } | { missing: string }>}
 */
export const provideYouki = async () => {
  if (existsSync(built)) return { path: built };
  const program = cargo();
  if (program === undefined) return { missing: 'needs cargo' };
  const missing = await provideLibseccomp();
  if (missing !== undefined) return { missing };
  say(`cargo install youki ${version}: some minutes`);
  const target = join(home, 'target');
  const { ok, how, output } = await run(
    program,
    [
      'install',
      'youki',
      '--version',
      version,
      '--no-default-features',
      '--features',
      'v1,v2,seccomp',
      '--root',
      home,
      '--target-dir',
      target,
    ],
    { env: environment(), limitMs },
  );
  await rm(target, { recursive: true, force: true });
  if (!ok) throw new SetUpError(`youki ${version} could not be built (${how}):`, output);
  return { path: built };
};

import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { release } from 'node:os';
import { join } from 'node:path';
import { optionsFor } from '../../lab/build/debian.mjs';
import { run } from '../process/run.mjs';
import { find } from './host.mjs';
import { providePrograms } from './programs.mjs';
import { cache, criuDirectory, environment } from './root.mjs';
import { SetUpError, say } from './say.mjs';
import { isAtLeast, versionIn } from './versions.mjs';

/** @typedef {import('./host.mjs').Host} Host */

/** Earlier ones do not know the vDSO of kernels from 6.13 on ("Unexpected rt vDSO area bounds"). */
const oldest = '4.1';
/**
 * The Debian release that has one. Linux 6.16 took options from its sockets that 4.1 asks for ("Can't get 1:16 opt"):
 * there the development suite's, which moves, and the stable one's where that cannot be had.
 */
const suites = isAtLeast(release(), '6.16') ? ['sid', 'trixie'] : ['trixie'];
const limitMs = 5 * 60_000;

/** Nothing of CRIU works without them. */
const programs = [
  { command: 'iptables', debian: 'iptables', why: 'CRIU saves, locks and restores networks with it' },
];

const wrapper = join(criuDirectory, 'criu');

/** Why a CRIU does not serve, or `undefined` where it does. */
const trouble = async (path) => {
  const version = await run(path, ['--version'], { env: environment(), limitMs: 20_000 });
  const number = versionIn(version.output);
  if (!version.ok || number === undefined) return `${path} --version: ${version.how}`;
  if (!isAtLeast(number, oldest)) return `${path} is ${number}, and ${oldest} or later is needed`;
  const { ok, how, output } = await run(path, ['check'], { env: environment(), limitMs: 60_000 });
  return ok ? undefined : `${path} check: ${how}: ${output.trim().split('\n').at(-1) ?? ''}`;
};

/** Debian's packages of another release, unpacked beside each other: nothing is installed. */
const unpack = async (suite, work, tree) => {
  const options = await optionsFor(suite, work).catch((error) => {
    throw new SetUpError(`CRIU cannot be fetched: ${error.message}`);
  });
  const words = ['install', '--yes', '-qq', '--no-install-recommends', '--download-only', 'criu'];
  const fetched = await run('apt-get', [...options, ...words], { env: environment(), limitMs });
  if (!fetched.ok) throw new SetUpError(`CRIU cannot be fetched (${fetched.how}):`, fetched.output);
  const archives = join(work, 'cache/archives');
  for (const name of (await readdir(archives)).filter((file) => file.endsWith('.deb'))) {
    const { ok, how, output } = await run('dpkg', ['-x', join(archives, name), tree], { limitMs });
    if (!ok) throw new SetUpError(`${name} cannot be unpacked (${how}):`, output);
  }
};

/** Its libraries are later than this host's, so its own loader starts it. */
const wrapperFor = async (tree) => {
  const libraries = join(tree, 'usr/lib');
  const triplet = (await readdir(libraries)).find((name) => /-linux-gnu$/.test(name)) ?? '';
  const loader = (await readdir(join(libraries, triplet))).find((name) =>
    /^ld-linux-.*\.so\.\d+$/.test(name),
  );
  if (loader === undefined) throw new SetUpError(`${libraries} has no dynamic loader.`);
  const home = join(libraries, triplet);
  return `#!/bin/sh\nexec '${join(home, loader)}' --library-path '${home}' '${join(tree, 'usr/sbin/criu')}' "$@"\n`;
};

const fetch = async (suite) => {
  say(`criu: Debian ${suite}'s, into .cache/criu`);
  await mkdir(cache, { recursive: true });
  const work = await mkdtemp(join(cache, 'criu-'));
  try {
    const tree = join(cache, 'criu', suite);
    await unpack(suite, work, join(work, 'tree'));
    await rm(join(cache, 'criu'), { recursive: true, force: true });
    await mkdir(criuDirectory, { recursive: true });
    await rename(join(work, 'tree'), tree);
    await writeFile(wrapper, await wrapperFor(tree), { mode: 0o755 });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
};

/**
 * Sees to it that a CRIU which works here is the first in the PATH of the tests: the host's own where it does, else
 * that of a later Debian beside it.
 * @param {Host} host
 * @returns {Promise<readonly string[]>} why there is none, in a sentence
 */
export const provideCriu = async (host) => {
  if (existsSync(wrapper) && (await trouble(wrapper)) === undefined) return [];
  await rm(criuDirectory, { recursive: true, force: true });
  const own = find('criu');
  if (own !== undefined && (await trouble(own)) === undefined) {
    await mkdir(criuDirectory, { recursive: true });
    await symlink(own, wrapper);
    return providePrograms(programs, host);
  }
  if (!host.root || !host.apt) return [`Install CRIU ${oldest} or later, as root, for checkpoints.`];
  const missing = await providePrograms(programs, host);
  let why = '';
  for (const suite of suites) {
    try {
      await fetch(suite);
      why = (await trouble(wrapper)) ?? '';
      if (why === '') return missing;
    } catch (error) {
      if (!(error instanceof SetUpError)) throw error;
      why = error.message;
    }
    await rm(criuDirectory, { recursive: true, force: true });
  }
  return [...missing, `Checkpoints cannot be tested here: ${why}.`];
};

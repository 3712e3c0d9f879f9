import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../run.mjs';

/** This host reaches none of Debian's packages: no fault of the machine's. */
export class Unreachable extends Error {}

/** The mirror that this host uses, so that none is named here. */
const mirror = async () => {
  const sites = await run('apt-get', [
    'indextargets',
    '--format',
    '$(SITE)',
    'Created-By: Packages',
    'Label: Debian',
  ]);
  const [site] = sites.split('\n').filter((line) => /\/debian\/?$/.test(line));
  if (!site) throw new Unreachable('apt-get names no mirror of Debian: is there one in its sources?');
  return site;
};

/** @throws {Unreachable} where a suite's list of contents cannot be fetched */
const reach = async (suite) => {
  const url = `${await mirror()}/dists/${suite}/Release`;
  const dir = mkdtempSync(join(tmpdir(), 'caisson-lab-'));
  try {
    await run('/usr/lib/apt/apt-helper', ['download-file', url, join(dir, 'Release')], {
      timeoutMs: 120_000,
    });
  } catch (error) {
    throw new Unreachable(`Debian ${suite} cannot be fetched: is this host online?\n${error.message}`);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
};

/** A minimal system of a suite, with packages, in `dir`. */
export const debootstrap = async (suite, packages, dir) => {
  // Debian's development suite may be newer than the host's debootstrap knows by name.
  const script = existsSync(`/usr/share/debootstrap/scripts/${suite}`)
    ? []
    : ['/usr/share/debootstrap/scripts/sid'];
  const args = [
    '--variant=minbase',
    `--include=${packages.join(',')}`,
    suite,
    dir,
    await mirror(),
    ...script,
  ];
  await reach(suite);
  await run('debootstrap', args);
};

/**
 * apt's options for another suite than the host's, its lists fetched into `work`: nothing counts as installed, and
 * nothing of the host's own apt is touched.
 */
export const optionsFor = async (suite, work) => {
  for (const dir of ['lists/partial', 'cache/archives/partial'])
    mkdirSync(join(work, dir), { recursive: true });
  const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
  writeFileSync(join(work, 'sources.list'), `deb [signed-by=${keyring}] ${await mirror()} ${suite} main\n`);
  copyFileSync('/dev/null', join(work, 'status'));
  const options = [
    `Dir::Etc::sourcelist=${work}/sources.list`,
    'Dir::Etc::sourceparts=-',
    `Dir::State::lists=${work}/lists`,
    `Dir::State::status=${work}/status`,
    `Dir::Cache=${work}/cache`,
    'APT::Sandbox::User=root',
  ].flatMap((option) => ['-o', option]);
  await run('apt-get', [...options, 'update', '-qq']);
  return options;
};

/** Downloads a package of another suite than the host's, and unpacks it into `into`. */
export const unpackFrom = async (suite, metaPackage, work, into) => {
  const options = await optionsFor(suite, work);
  const depends = await run('apt-cache', [...options, 'depends', metaPackage]);
  const name = /Depends: (\S+)/.exec(depends)?.[1] ?? metaPackage;
  await run('apt-get', [...options, 'download', '-qq', name], { cwd: work });
  const [file] = (await run('find', [work, '-maxdepth', '1', '-name', `${name}_*.deb`])).trim().split('\n');
  await run('dpkg', ['-x', file, into]);
  return name;
};

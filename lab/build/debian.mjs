import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../run.mjs';

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
  if (!site) throw new Error('apt-get names no mirror of Debian: is there one in its sources?');
  return site;
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

import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../process/run.mjs';
import { withTemporary } from '../../tree/temporary.mjs';
import { environment } from '../root.mjs';
import { SetUpError } from '../say.mjs';

const limitMs = 5 * 60_000;
const env = () => environment({ LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' });

/** The release of Debian that this is, by its name; `undefined` for another system. */
export const debianName = (osRelease) => {
  const field = (name) => new RegExp(`^${name}="?([^"\n]*)"?$`, 'm').exec(osRelease)?.[1];
  return field('ID') === 'debian' ? field('VERSION_CODENAME') : undefined;
};

/** The archive that apt fetches a release from, as `apt-get indextargets` lists `SITE RELEASE COMPONENT`. */
export const archiveOf = (targets, release) => {
  const lines = targets.split('\n').map((line) => line.split(' '));
  return lines.find(([, name, component]) => name === release && component === 'main')?.[0];
};

const archive = async () => {
  const release = debianName(await readFile('/etc/os-release', 'utf8').catch(() => ''));
  if (release === undefined) return undefined;
  const format = '$(SITE) $(RELEASE) $(COMPONENT)';
  const { output } = await run('apt-get', ['indextargets', '--format', format, 'Created-By: Packages'], {
    env: env(),
    limitMs,
  });
  const site = archiveOf(output, release);
  return site === undefined ? undefined : { site, suite: `${release}-backports` };
};

/**
 * Installs a package of this Debian's backports, from the archive that apt is set up for. Its own sources stay as
 * they are: the lists of backports are fetched into a directory that is gone afterwards.
 * @returns {Promise<boolean>} false: apt has no archive of Debian's to know backports of
 */
export const installBackport = async (name) => {
  const from = await archive();
  if (from === undefined) return false;
  return withTemporary(async (directory) => {
    const at = (part) => join(directory, part);
    await mkdir(at('lists/partial'), { recursive: true });
    await mkdir(at('archives/partial'), { recursive: true });
    const keys = '/usr/share/keyrings/debian-archive-keyring.gpg';
    await writeFile(at('sources.list'), `deb [signed-by=${keys}] ${from.site} ${from.suite} main\n`);
    const settings = {
      'Dir::Etc::SourceList': at('sources.list'),
      'Dir::Etc::SourceParts': at('none'),
      'Dir::State::Lists': at('lists'),
      'Dir::Cache': directory,
      // The unprivileged user that apt fetches as may not write here.
      'APT::Sandbox::User': 'root',
    };
    const own = Object.entries(settings).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
    const apt = async (what, args) => {
      const { ok, how, output } = await run('apt-get', args, { cwd: directory, env: env(), limitMs });
      if (!ok) throw new SetUpError(`apt-get ${what} failed (${how}); is this machine online?`, output);
    };
    await apt(`update of ${from.suite}`, [...own, 'update']);
    await apt(`download ${name} of ${from.suite}`, [...own, 'download', name]);
    const file = (await readdir(directory)).find((entry) => entry.endsWith('.deb'));
    if (file === undefined) throw new SetUpError(`apt-get download ${name} left no package.`);
    const install = ['-o', 'DPkg::Lock::Timeout=120', 'install', '--yes', '--no-install-recommends'];
    await apt(`install ${name} of ${from.suite}`, [...install, '--allow-downgrades', at(file)]);
    return true;
  });
};

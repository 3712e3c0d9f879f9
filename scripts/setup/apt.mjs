import { run } from '../process/run.mjs';
import { withoutDaemons } from './policy.mjs';
import { environment } from './root.mjs';
import { SetUpError, say } from './say.mjs';

const limitMs = 5 * 60_000;
const env = () => environment({ DEBIAN_FRONTEND: 'noninteractive' });
/** Another apt-get may be at work: unattended upgrades, on a machine that has just started. */
const patience = ['-o', 'DPkg::Lock::Timeout=120'];

const apt = (...args) => run('apt-get', [...patience, ...args], { env: env(), limitMs });

/** The version that would be installed, as far as the package lists tell; `undefined` where they lack it. */
const candidateOf = async (name) => {
  const { output } = await run('apt-cache', ['policy', name], { env: environment({ LC_ALL: 'C' }), limitMs });
  return /Candidate: (?!\(none\))(\S+)/.exec(output)?.[1];
};

const refresh = async () => {
  say('apt-get update: the package lists are missing or old');
  const { ok, how, output } = await apt('update');
  if (!ok) throw new SetUpError(`apt-get update failed (${how}); is this machine online?`, output);
};

/** The same, of lists that are fetched first where they lack it. */
export const versionOffered = async (name) => {
  const known = await candidateOf(name);
  if (known !== undefined) return known;
  await refresh();
  return candidateOf(name);
};

/**
 * Installs one of Debian's packages. The lists are fetched only where they lack it or turn out to be too old.
 * @param {import('./purposes.mjs').Program} program
 */
export const install = async ({ debian, daemon = false }) => {
  const attempt = () =>
    withoutDaemons(daemon, () => apt('install', '--yes', '--no-install-recommends', debian));
  const known = (await candidateOf(debian)) !== undefined;
  if (!known) await refresh();
  let last = await attempt();
  if (!last.ok && known) {
    await refresh();
    last = await attempt();
  }
  if (!last.ok) throw new SetUpError(`apt-get install ${debian} failed (${last.how}):`, last.output);
};

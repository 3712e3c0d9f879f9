import { run } from '../../process/run.mjs';
import { install, versionOffered } from '../apt.mjs';
import { find } from '../host.mjs';
import { say } from '../say.mjs';
import { installBackport } from './backports.mjs';
import { buildCurrent } from './current.mjs';
import { oldest, releaseIn } from './release.mjs';

const advice = `Install runsc ${oldest} or later, e.g. Debian's from its backports`;

/** Why the runsc in PATH does not serve, or `undefined` where it does. */
const trouble = async () => {
  const path = find('runsc');
  if (path === undefined) return 'there is no runsc';
  const { output } = await run(path, ['--version'], { limitMs: 20_000 });
  return releaseIn(output) >= oldest ? undefined : `${path} is ${output.split('\n')[0]}`;
};

/**
 * Sees to it that there is a runsc of Debian's, and beside it a current one where Go is at hand.
 * @param {import('../host.mjs').Host} host
 * @returns {Promise<readonly string[]>} what is missing and cannot be installed here, a sentence each
 */
export const provideRunsc = async ({ root, apt }) => {
  const why = await trouble();
  const current = await buildCurrent();
  if (why === undefined) return current;
  if (!apt || !root) {
    const stops = apt ? 'only root can install it' : 'there is no apt-get to install it with';
    return [`${advice} (${why}, and ${stops}).`, ...current];
  }
  say('apt-get install runsc: the third runtime, whose driver is tested on it');
  if (releaseIn((await versionOffered('runsc')) ?? '') >= oldest)
    await install({ command: 'runsc', debian: 'runsc', why: 'the third runtime' });
  else await installBackport('runsc');
  const still = await trouble();
  return still === undefined ? current : [`${advice} (${still}).`, ...current];
};

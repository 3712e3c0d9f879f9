import { build } from './build.mjs';
import { provideCriu } from './criu.mjs';
import { provideDependencies } from './dependencies.mjs';
import { thisHost } from './host.mjs';
import { checkNode, oldestNode } from './node.mjs';
import { providePrograms } from './programs.mjs';
import { purposes } from './purposes.mjs';
import { provideRunsc } from './runsc/provide.mjs';
import { SetUpError } from './say.mjs';
import { isAtLeast } from './versions.mjs';

/** @typedef {import('./host.mjs').Host} Host */

/** The packages that bring a Node are for Linux on these. */
const bringsNode = ['x64', 'arm64'];

/** @param {Host} host */
const checkPlatform = ({ linux, node }) => {
  const brought = linux && bringsNode.includes(process.arch);
  if (brought || isAtLeast(node, oldestNode)) return;
  throw new SetUpError(`Node ${oldestNode} or later is needed; this is ${node}. Install a current Node.`);
};

/**
 * Makes the machine and this tree ready for a purpose. What is done already costs next to nothing.
 * @param {keyof typeof purposes} purpose
 * @param {Host} [host]
 * @returns {Promise<readonly string[]>} what is missing and was done without, a sentence each
 * @throws {SetUpError} where the purpose cannot be served
 */
export const setUp = async (purpose, host = thisHost()) => {
  const { programs, runsc = false, criu = false, required } = purposes[purpose];
  checkPlatform(host);
  const missing = host.linux ? [...(await providePrograms(programs, host))] : ['Containers need Linux.'];
  if (host.linux && runsc) missing.push(...(await provideRunsc(host)));
  if (host.linux && !host.root) missing.push('Run this as root: containers with limits need it.');
  if (host.linux && criu) missing.push(...(await provideCriu(host)));
  if (required && missing.length > 0) throw new SetUpError(missing.join('\n'));
  await provideDependencies();
  await checkNode();
  await build();
  return missing;
};

import { existsSync } from 'node:fs';
import { run } from '../process/run.mjs';
import { install } from './apt.mjs';
import { find } from './host.mjs';
import { SetUpError, say } from './say.mjs';
import { isAtLeast, versionIn } from './versions.mjs';

/** @typedef {import('./purposes.mjs').Program} Program */
/** @typedef {import('./host.mjs').Host} Host */

/**
 * Why a program does not serve, or `undefined` where it does.
 * @param {Program} program
 */
const trouble = async ({ command, place, atLeast }) => {
  if (place !== undefined) return existsSync(place) ? undefined : `there is no ${place}`;
  const path = find(command);
  if (path === undefined) return `there is no ${command}`;
  if (atLeast === undefined) return undefined;
  const { ok, how, output } = await run(path, ['--version'], { limitMs: 20_000 });
  const version = versionIn(output);
  if (!ok) return `${path} --version: ${how}`;
  if (version === undefined) return `${path} --version tells no version`;
  return isAtLeast(version, atLeast) ? undefined : `${path} is ${version}`;
};

/**
 * What a person is to do where this set-up may not.
 * @param {Program} program
 */
const advice = ({ command, atLeast, debian }) =>
  `Install ${command}${atLeast === undefined ? '' : ` ${atLeast} or later`}, e.g. apt-get install ${debian}`;

/** @param {Host} host */
const obstacle = ({ root, apt }) => {
  if (!apt) return 'there is no apt-get to install it with';
  return root ? undefined : 'only root can install it';
};

/**
 * Sees to it that programs are there.
 * @param {readonly Program[]} programs
 * @param {Host} host
 * @returns {Promise<readonly string[]>} what is missing and cannot be installed here, a sentence each
 */
export const providePrograms = async (programs, host) => {
  const missing = [];
  for (const program of programs) {
    const why = await trouble(program);
    if (why !== undefined) missing.push({ program, why });
  }
  const stops = obstacle(host);
  if (stops !== undefined) {
    return missing.map(({ program, why }) => `${advice(program)} (${why}, and ${stops}).`);
  }
  for (const { program } of missing) {
    say(`apt-get install ${program.debian}: ${program.why}`);
    await install(program);
    const still = await trouble(program);
    if (still !== undefined)
      throw new SetUpError(`${program.debian} is installed, and yet ${still}. ${advice(program)}.`);
  }
  return [];
};

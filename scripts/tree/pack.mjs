import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { inTurn } from '../process/in-turn.mjs';
import { run } from '../process/run.mjs';
import { environment, tool } from '../setup/root.mjs';

const limitMs = 60_000;

/**
 * @typedef {object} Packed
 * @property {import('./packages.mjs').Member} member
 * @property {string} tarball '' where it could not be packed
 * @property {string} [problem]
 */

/**
 * Packs packages as they would be published.
 * @param {readonly import('./packages.mjs').Member[]} members
 * @param {string} into an empty directory
 * @returns {Promise<readonly Packed[]>}
 */
export const pack = (members, into) =>
  inTurn(2, members, async (member) => {
    const destination = join(into, member.name);
    const { ok, how, output } = await run(tool('pnpm'), ['pack', '--pack-destination', destination], {
      cwd: member.path,
      env: environment(),
      limitMs,
    });
    if (!ok) return { member, tarball: '', problem: `pnpm pack of ${member.name}: ${how}\n${output}` };
    const [file] = await readdir(destination);
    return { member, tarball: join(destination, file) };
  });

import { run } from '../process/run.mjs';
import { environment, root } from './root.mjs';
import { say } from './say.mjs';
import { setUp } from './set-up.mjs';

/**
 * Sets up for a purpose and then runs a program of the tree on the Node that came with it.
 * @param {Parameters<typeof setUp>[0]} purpose
 * @param {readonly string[]} program its path and arguments
 * @param {number} limitMs
 * @returns {Promise<boolean>} whether it exited 0
 */
export const setUpAndRun = async (purpose, program, limitMs) => {
  await setUp(purpose);
  say(`node ${program.join(' ')}`);
  const { ok, how } = await run('node', program, { cwd: root, env: environment(), limitMs, show: true });
  if (!ok) console.error(`${program[0]}: ${how}`);
  return ok;
};

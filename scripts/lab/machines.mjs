import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { run } from '../process/run.mjs';
import { environment, root } from '../setup/root.mjs';
import { readReport } from '../test/report.mjs';

/** A machine is emulated in one thread: more than there are processors would only wait for each other. */
export const machines = Math.min(2, availableParallelism());

/** What a boot and the way out take at most, beside the tests. */
const aroundMs = 3 * 60_000;

const lab = (args, limitMs) =>
  run('node', ['lab/main.mjs', ...args], { cwd: root, env: environment(), limitMs, show: true });

/** Builds the machine where it is not there yet. @param {number} limitMs */
export const buildMachine = (limitMs) => lab(['--build'], limitMs);

/**
 * Runs tests on a machine of their own and reads what it brought out.
 * @param {readonly string[]} files @param {string} out where its results go @param {number} seconds for the tests
 * @returns {Promise<import('./results.mjs').Brought>}
 */
export const onMachine = async (files, out, seconds) => {
  const command = ['node', 'scripts/lab/guest.mjs', seconds, ...files].join(' ');
  const limitMs = seconds * 1000 + aroundMs;
  const { ok, how } = await lab(
    ['--results', out, '--timeout', String(limitMs / 1000), '--', command],
    limitMs + aroundMs,
  );
  const [results, facts] = await Promise.all([
    readReport(join(out, 'results.json')),
    /** @type {Promise<any>} */ (readReport(join(out, 'facts.json'))),
  ]);
  return { files, how, ok, results, facts };
};

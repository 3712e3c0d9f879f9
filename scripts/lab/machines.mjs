import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { run } from '../process/run.mjs';
import { environment, root } from '../setup/root.mjs';
import { readReport } from '../test/report.mjs';

/** A machine is emulated in one thread: more than there are processors would only wait for each other. */
export const machines = Math.min(2, availableParallelism());

const minute = 60_000;

/** What filling the caches, a boot and the way out take at most, beside the tests. */
export const aroundMs = 5 * minute;
/** Of these, what the machine itself takes. */
const bootMs = 2 * minute;

const lab = (args, limitMs) =>
  run('node', ['lab/main.mjs', ...args], { cwd: root, env: environment(), limitMs, show: true });

/** Builds the machine where it is not there yet. @param {number} limitMs */
export const buildMachine = (limitMs) => lab(['--build'], limitMs);

/**
 * Runs tests on a machine of their own and reads what it brought out.
 * @param {readonly string[]} files @param {string} out where its results go @param {number} seconds for the tests
 * @param {string} topics of the contract's kit, `` for all
 * @returns {Promise<import('./results.mjs').Brought>}
 */
export const onMachine = async (files, out, seconds, topics) => {
  const guest = (...args) => ['node', 'scripts/lab/guest.mjs', ...args, ...files].join(' ');
  const limits = ['--results', out, '--timeout', String(seconds + bootMs / 1000)];
  const command = `CAISSON_KIT_TOPICS='${topics}' ${guest(seconds)}`;
  const { ok, how } = await lab(
    [...limits, '--before', guest('warm'), '--', command],
    seconds * 1000 + aroundMs,
  );
  const [results, facts] = await Promise.all([
    readReport(join(out, 'results.json')),
    /** @type {Promise<any>} */ (readReport(join(out, 'facts.json'))),
  ]);
  return { files, how, ok, results, facts };
};

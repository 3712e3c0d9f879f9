import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { run } from '../process/run.mjs';
import { cache, environment, root } from '../setup/root.mjs';
import { forget, readReport, variable } from './report.mjs';

/** @typedef {import('./report.mjs').Results} Results */

/**
 * Runs a stage within its limit. A stage that ended badly has failed, whatever its results say.
 * @param {import('./stages.mjs').Stage} stage
 * @returns {Promise<Results>}
 */
export const runStage = async ({ name, command: [command = '', ...args], env = {}, limitMs }) => {
  const file = join(cache, 'results', `${name.replaceAll(' ', '-')}.json`);
  await mkdir(dirname(file), { recursive: true });
  await forget(file);
  const { ok, stopped, how } = await run(command, args, {
    cwd: root,
    env: environment({ ...env, [variable]: file, CAISSON_LIMIT_MS: String(limitMs) }),
    limitMs,
    show: true,
  });
  const results = await readReport(file);
  if (results === undefined)
    return { passed: 0, failed: [{ name: `${name}: ${how}, and left no results` }], skipped: [] };
  const told = ok || (results.failed.length > 0 && !stopped);
  return told ? results : { ...results, failed: [...results.failed, { name: `${name}: ${how}` }] };
};

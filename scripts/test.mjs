import './setup/old-node.mjs';
import { join } from 'node:path';
import { cache } from './setup/root.mjs';
import { main, SetUpError, say } from './setup/say.mjs';
import { setUp } from './setup/set-up.mjs';
import { beginHour, within } from './test/hour.mjs';
import { lacksOf } from './test/lacks.mjs';
import { forget, readReport, report } from './test/report.mjs';
import { readSkips } from './test/skips.mjs';
import { runStage } from './test/stage.mjs';
import { stages } from './test/stages.mjs';
import { sum, summary } from './test/summary.mjs';

/** What the last `npm test` found; `--rest` goes on from it. */
const last = join(cache, 'results', 'npm-test.json');

const modes = {
  '': { purpose: 'test', of: ['test'] },
  '--all': { purpose: 'all', of: ['test', 'all'] },
  '--rest': { purpose: 'all', of: ['all'] },
};

const before = async () => {
  const results = await readReport(last);
  if (results !== undefined) return results;
  return { passed: 0, failed: [{ name: 'npm test left no results to go on from' }], skipped: [] };
};

await main(async () => {
  const [option = '', ...rest] = process.argv.slice(2);
  const mode = modes[option];
  if (mode === undefined || rest.length > 0)
    throw new SetUpError('Usage: node scripts/test.mjs [--all | --rest]');
  const begun = await beginHour({ goesOn: option === '--rest' });
  if (option !== '--rest') await forget(last);

  const missing = await setUp(mode.purpose);
  for (const sentence of missing) say(`missing: ${sentence}`);

  const done = option === '--rest' ? [{ name: 'npm test', results: await before() }] : [];
  for (const stage of stages.filter(({ when }) => mode.of.includes(when))) {
    console.log(`\n── ${stage.name} ──`);
    done.push({ name: stage.name, results: await runStage(within(stage, begun)) });
  }
  if (option === '') report(sum(done.map(({ results }) => results)), last);

  const { text, ok } = summary(done, await readSkips(), lacksOf());
  console.log(text);
  return ok ? 0 : 1;
});

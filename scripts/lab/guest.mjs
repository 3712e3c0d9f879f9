import { writeFileSync } from 'node:fs';
import { run } from '../process/run.mjs';
import { environment, root } from '../setup/root.mjs';
import { main } from '../setup/say.mjs';
import { factsHere } from './facts.mjs';

/** Time is no measure of anything there, so no test has a limit that matters. */
const testLimitMs = 10 * 60_000;

const vitest = [
  'run',
  '--maxWorkers=1',
  `--testTimeout=${testLimitMs}`,
  `--hookTimeout=${testLimitMs}`,
  '--reporter=default',
  '--reporter=./scripts/test/reporter.mjs',
];

/** Of the packages whose tests these are alone. */
const coverage = (files) => [
  '--coverage.enabled',
  '--coverage.provider=v8',
  '--coverage.reporter=json',
  '--coverage.reportOnFailure',
  ...new Set(files.map((file) => `--coverage.include=${file.split('/').slice(0, 2).join('/')}/src/**`)),
  '--coverage.reportsDirectory=/results/coverage',
];

/** Run in the lab: what it is, and then the tests, within a limit that leaves time to bring the results out. */
await main(async () => {
  const [seconds, ...files] = process.argv.slice(2);
  writeFileSync('/results/facts.json', JSON.stringify(factsHere()));
  const env = environment({
    CAISSON_SLOW: '1',
    CAISSON_RESULTS: '/results/results.json',
    CAISSON_SMALLER: '/results/smaller',
    CI: 'true', // Its console is a terminal, and yet nobody watches.
  });
  const limitMs = Number(seconds) * 1000;
  const { ok, how } = await run('vitest', [...vitest, ...coverage(files), ...files], {
    cwd: root,
    env,
    limitMs,
    show: true,
  });
  if (!ok) console.log(`vitest: ${how}`);
  return ok ? 0 : 1;
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../process/run.mjs';
import { environment, root } from '../setup/root.mjs';
import { main } from '../setup/say.mjs';
import { factsHere } from './facts.mjs';

const vitest = [
  'run',
  '--maxWorkers=1',
  // One process for all files: of the time of each, a third was its process's and its modules'.
  '--no-isolate',
  '--reporter=verbose',
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

/** Where Node keeps what it compiled; vitest keeps what it transformed in node_modules. */
const compiled = { NODE_COMPILE_CACHE: join(root, '.lab', 'compiled'), CI: 'true' };

/** No test has it, so that files are read, and nothing is run. */
const noTest = 'so that what is read is kept';
const warmMs = 4 * 60_000;

/** On the host, in the machine's copy: half the time of a file in the lab is its modules' being read and compiled. */
const warm = async (files) => {
  const { ok, how, output } = await run('vitest', [...vitest, `--testNamePattern=${noTest}`, ...files], {
    cwd: root,
    env: environment(compiled),
    limitMs: warmMs,
  });
  if (!ok) console.log(`vitest: ${how}\n${output}`);
  return ok ? 0 : 1;
};

/** Run in the lab: what it is, and then the tests, within a limit that leaves time to bring the results out. */
const test = async (seconds, files) => {
  writeFileSync('/results/facts.json', JSON.stringify(factsHere()));
  const env = environment({
    CAISSON_SLOW: '1',
    CAISSON_RESULTS: '/results/results.json',
    CAISSON_SMALLER: '/results/smaller',
    ...compiled,
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
};

await main(async () => {
  const [what, ...files] = process.argv.slice(2);
  return what === 'warm' ? warm(files) : test(what, files);
});

import './setup/old-node.mjs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { coverageOf } from './lab/coverage.mjs';
import { factsHere } from './lab/facts.mjs';
import { lacking } from './lab/lacking.mjs';
import { buildMachine, machines, onMachine } from './lab/machines.mjs';
import { judged } from './lab/results.mjs';
import { shared, timedFiles } from './lab/shares.mjs';
import { smallerOf } from './lab/smaller.mjs';
import { tableOf } from './lab/table.mjs';
import { parts } from './lab/tests.mjs';
import { cache, root } from './setup/root.mjs';
import { main, say } from './setup/say.mjs';
import { readReport, report } from './test/report.mjs';
import { readSkips } from './test/skips.mjs';
import { sum } from './test/summary.mjs';

const minute = 60_000;
const out = join(cache, 'lab-results');

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    minutes: { type: 'string', default: '75' },
  },
});

/** What `npm test` last found on this host, beside which the lab's results stand. */
const onTheHost = async () => {
  const results = await readReport(join(cache, 'results', 'tests.json'));
  if (results?.tests === undefined) {
    say('of this host there is nothing to show beside it: npm test has not run yet');
    return [];
  }
  return [{ name: 'host', facts: factsHere(), tests: results.tests, skipped: results.skipped }];
};

const where = (i) => join(out, `machine-${i + 1}`);

/** The tests of runtimes and cgroups once more, on a pure cgroup v2 kernel with the newest runtimes. */
const inTheLab = async () => {
  const files = (await timedFiles(root, parts)).filter(({ file }) => file.includes(values.only));
  const shares = shared(files, machines);
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  const built = await buildMachine(10 * minute);
  if (!built.ok) {
    report({
      passed: 0,
      failed: [{ name: `lab: the machine could not be built (${built.how})` }],
      skipped: [],
    });
    return 1;
  }
  for (const { files, seconds } of shares) say(`a machine for ${files.length} files, some ${seconds} s`);
  const seconds = Number(values.minutes) * 60;
  const brought = await Promise.all(shares.map(({ files }, i) => onMachine(files, where(i), seconds)));
  const skips = await readSkips();
  const results = sum(brought.map((it) => judged(it, skips)));
  const outs = shares.map((_, i) => where(i));
  const facts = brought.find((it) => it.facts !== undefined)?.facts;
  if (facts !== undefined) {
    const tests = brought.flatMap((it) => it.results?.tests ?? []);
    const skipped = brought.flatMap((it) => it.results?.skipped ?? []);
    console.log(`\n${tableOf([...(await onTheHost()), { name: 'lab', facts, tests, skipped }])}`);
  }
  const made = (await Promise.all(outs.map(smallerOf))).flat();
  if (made.length > 0)
    console.log(`\nMade smaller, since the lab emulates:\n${made.map((it) => `  ${it}`).join('\n')}`);
  const file = join(out, 'coverage', 'coverage-final.json');
  const covered = await coverageOf(outs, root, file);
  console.log(`\nCovered in the lab (${file}):\n${covered.map((it) => `  ${it}`).join('\n')}`);
  report(results);
  return results.failed.length === 0 ? 0 : 1;
};

await main(async () => {
  const reason = lacking();
  if (reason === undefined) return inTheLab();
  report({
    passed: 0,
    failed: [],
    skipped: parts.map(({ files }) => ({ name: `${files} (the lab ${reason})`, reason })),
  });
  say(`the lab ${reason}`);
  return 0;
});

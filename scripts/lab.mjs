import './setup/old-node.mjs';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { unreachableStatus } from '../lab/versions.mjs';
import { coverageOf } from './lab/coverage.mjs';
import { factsHere } from './lab/facts.mjs';
import { keptWith } from './lab/kept.mjs';
import { lacking } from './lab/lacking.mjs';
import { aroundMs, buildMachine, machines, onMachine } from './lab/machines.mjs';
import { judged } from './lab/results.mjs';
import { shared, timedFiles } from './lab/shares.mjs';
import { smallerOf } from './lab/smaller.mjs';
import { tableOf } from './lab/table.mjs';
import { kitReason, kitTopics, parts } from './lab/tests.mjs';
import { cache, root } from './setup/root.mjs';
import { main, say } from './setup/say.mjs';
import { readReport, report } from './test/report.mjs';
import { readSkips } from './test/skips.mjs';
import { sum } from './test/summary.mjs';

const minute = 60_000;
const out = join(cache, 'lab-results');
const kept = join(root, 'lab', 'results.txt');
const leastSeconds = 60;

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [''] },
    minutes: { type: 'string' },
    all: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
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

/** Until when this must have ended: the limit that it was given, if any. */
const endAt = Date.now() + Number(process.env['CAISSON_LIMIT_MS'] ?? Number.POSITIVE_INFINITY);
/** For the table, the coverage and the results. */
const afterMs = minute;
const buildMs = 10 * minute;

/** What a machine's tests may take, at most. */
const seconds = () => {
  const wanted = Number(values.minutes ?? (values.all ? 120 : 40)) * minute;
  return Math.floor(Math.min(wanted, endAt - Date.now() - afterMs - aroundMs) / 1000);
};

/** Into the table that the repository keeps. */
const keep = async (tests, facts) => {
  const before = await readFile(kept, 'utf8').catch(() => '');
  const now = {
    date: new Date().toISOString().slice(0, 10),
    exists: (file) => existsSync(join(root, file)),
  };
  await writeFile(kept, keptWith(before, tests, facts, now));
};

const skipAll = (reason) => {
  report({
    passed: 0,
    failed: [],
    skipped: parts.map(({ files }) => ({ name: `${files} (the lab ${reason})`, reason })),
  });
  say(`the lab ${reason}`);
  return 0;
};

const fail = (name) => {
  report({ passed: 0, failed: [{ name: `lab: ${name}` }], skipped: [] });
  say(name);
  return 1;
};

/** What this run takes: not what is left to `--all`, unless it is asked for. */
const chosen = async () => {
  const named = (await timedFiles(root, parts)).filter(({ file }) =>
    values.only.some((word) => file.includes(word)),
  );
  const left = values.all ? [] : named.filter((it) => it.left !== undefined);
  return { files: named.filter((it) => !left.includes(it)), left };
};

/** The tests of runtimes and cgroups once more, on a pure cgroup v2 kernel with the newest runtimes. */
const inTheLab = async () => {
  const { files, left } = await chosen();
  const shares = shared(files, machines);
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  const built = await buildMachine(Math.max(1, Math.min(buildMs, endAt - Date.now() - afterMs)));
  if (built.how === `exit code ${unreachableStatus}`)
    return skipAll('needs Debian’s packages, which this host cannot fetch');
  if (!built.ok) return fail(`the machine could not be built (${built.how})`);
  for (const { files, seconds } of shares) say(`a machine for ${files.length} files, some ${seconds} s`);
  if (seconds() < leastSeconds)
    return fail(`what is left of the time is ${Math.max(0, seconds())} s: too little for any test`);
  const limit = seconds();
  const topics = values.all ? '' : kitTopics;
  const brought = await Promise.all(shares.map(({ files }, i) => onMachine(files, where(i), limit, topics)));
  const skips = await readSkips();
  const results = sum(brought.map((it) => judged(it, skips)));
  const outs = shares.map((_, i) => where(i));
  const facts = brought.find((it) => it.facts !== undefined)?.facts;
  if (facts !== undefined) {
    const tests = brought.flatMap((it) => it.results?.tests ?? []);
    const skipped = brought.flatMap((it) => it.results?.skipped ?? []);
    console.log(`\n${tableOf([...(await onTheHost()), { name: 'lab', facts, tests, skipped }])}`);
    if (values.keep) await keep(tests, facts);
  }
  const show = (title, lines) => {
    if (lines.length > 0) console.log(`\n${title}\n${lines.map((it) => `  ${it}`).join('\n')}`);
  };
  show('Made smaller, since the lab emulates:', (await Promise.all(outs.map(smallerOf))).flat());
  show('Left to npm run lab:test -- --all:', [
    ...left.map(({ file, left }) => `${file}: ${left}`),
    ...(values.all ? [] : [`the kit's other topics: ${kitReason}`]),
  ]);
  const file = join(out, 'coverage', 'coverage-final.json');
  show(`Covered in the lab (${file}):`, await coverageOf(outs, root, file));
  report(results);
  return results.failed.length === 0 ? 0 : 1;
};

await main(async () => {
  const reason = lacking();
  return reason === undefined ? inTheLab() : skipAll(reason);
});

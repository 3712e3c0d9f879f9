/** What runs in the lab: it is ten times slower, so not the tests that repeat or move gigabytes. */
export const tests = [
  'packages/cgroup/test',
  'packages/terminal/test',
  'packages/runc/test/create-start-wait.test.ts',
  'packages/runc/test/exec.test.ts',
  'packages/runc/test/features.test.ts',
  'packages/runc/test/pause.test.ts',
  'packages/runc/test/prepare.test.ts',
  'packages/runc/test/run.test.ts',
  'packages/runc/test/stats.test.ts',
  'packages/runc/test/terminal.test.ts',
  'packages/runc/test/update.test.ts',
  'packages/runc/test/wait-any.test.ts',
];

/** Its time is no measure of anything, so limits are wide. */
const vitest =
  'vitest run --maxWorkers=1 --testTimeout=300000 --hookTimeout=300000 --reporter=verbose --reporter=./scripts/test/reporter.mjs';

/** The guest's command: what it is and has, and then the tests, through a pipe lest a terminal be assumed. */
export const commandOf = (names) =>
  [
    'node scripts/lab/facts.mjs >/results/facts.json',
    `CAISSON_RESULTS=/results/results.json ${vitest} ${names.join(' ')} >/results/output 2>&1`,
    'status=$?',
    'cat /results/output',
    'exit $status',
  ].join('\n');

const minute = 60_000;

/**
 * A part of the tests: a program, which leaves its results in the file that CAISSON_RESULTS names.
 * @typedef {object} Stage
 * @property {string} name
 * @property {'test' | 'all'} when `test`: in `npm test`. `all`: in `npm run test:all` alone
 * @property {readonly string[]} command
 * @property {Readonly<Record<string, string>>} [env]
 * @property {number} limitMs its program finds it in CAISSON_LIMIT_MS
 * @property {boolean} [inTheHour] it has what the others leave of the hour, and `limitMs` at most: the last alone
 */

const vitest = ['vitest', 'run', '--reporter=default', '--reporter=./scripts/test/reporter.mjs'];

/** @type {readonly Stage[]} */
export const stages = [
  { name: 'checks', when: 'test', command: ['node', 'scripts/check.mjs'], limitMs: 5 * minute },
  { name: 'tests', when: 'test', command: vitest, limitMs: 13 * minute },
  {
    name: 'slow tests',
    when: 'all',
    command: [...vitest, '--passWithNoTests', '.slow.test.'],
    env: { CAISSON_SLOW: '1' },
    limitMs: 14 * minute,
  },
  { name: 'packaging', when: 'all', command: ['node', 'scripts/packaging.mjs'], limitMs: 5 * minute },
  // Where cargo is: a third of it is youki's own build.
  { name: 'youki', when: 'all', command: ['node', 'scripts/youki.mjs'], limitMs: 8 * minute },
  { name: 'lab', when: 'all', command: ['node', 'scripts/lab.mjs'], limitMs: 36 * minute, inTheHour: true },
];

/** What a set-up from nothing may take, at most. */
export const setUpLimitMs = 15 * minute;

/** @typedef {import('../test/report.mjs').Test} Test */

/**
 * A place where tests were run.
 * @typedef {object} Place
 * @property {string} name
 * @property {import('./facts.mjs').Facts} facts
 * @property {readonly Test[]} tests
 * @property {readonly { name: string, reason: string }[]} skipped
 */

const runtimes = ['runc', 'crun', 'runsc'];

/** What a test's name says that it needs stands last: `… (needs root and runc)`. */
const inParentheses = /\([^()]*\)/g;

/**
 * The runtime that a test is of: its package's, else the one that its name says.
 * @param {Pick<Test, 'file' | 'name'>} test
 */
export const runtimeOf = ({ file, name }) => {
  const within = file.split('/')[1] ?? '';
  if (runtimes.includes(within)) return within;
  const mentioned = (text) => runtimes.find((runtime) => new RegExp(`\\b${runtime}\\b`).test(text));
  return mentioned(name.replaceAll(inParentheses, '')) ?? mentioned(name) ?? 'none';
};

/** How exits are learnt in a test; `any` where that makes no difference to it. @param {string} name */
export const waitingOf = (name) => /\b(native|foreground) waiting\b/.exec(name)?.[1] ?? 'any';

const columns = ['on', 'Linux', 'cgroup', 'runtime', 'version', 'waiting', 'passed', 'failed', 'skipped'];

/**
 * In groups of one key, in the keys' order.
 * @template T @param {readonly T[]} all @param {(one: T) => string} keyOf @returns {[string, T[]][]}
 */
export const grouped = (all, keyOf) => {
  const groups = new Map();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
};

/** How many passed, failed and were skipped, as cells. @param {readonly Test[]} tests */
export const countsOf = (tests) =>
  ['passed', 'failed', 'skipped'].map((state) => String(tests.filter((it) => it.state === state).length));

/** @param {Place} place @returns {string[][]} */
const rowsOf = ({ name, facts, tests }) =>
  grouped(tests, (test) => `${runtimeOf(test)} ${waitingOf(test.name)}`).map(([key, group]) => {
    const [runtime = '', waiting = ''] = key.split(' ');
    const version = facts.versions[runtime] ?? '';
    return [name, facts.kernel, facts.cgroup, runtime, version, waiting, ...countsOf(group)];
  });

/** Rows as lines, cells under each other. @param {readonly (readonly string[])[]} rows the columns' names first */
export const aligned = (rows) => {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i]))
      .join('  ')
      .trimEnd(),
  );
};

/** @param {Place} place */
const skips = ({ name, skipped }) =>
  [...new Set(skipped.map(({ reason }) => reason))].map((reason) => {
    const count = skipped.filter((skip) => skip.reason === reason).length;
    return `  ${name}: ${count} skipped: ${reason}`;
  });

/**
 * What passed where: a row for each runtime and way to learn an exit, side by side, and why tests were skipped.
 * @param {readonly Place[]} places
 */
export const tableOf = (places) =>
  [...aligned([columns, ...places.flatMap(rowsOf)]), '', ...places.flatMap(skips)].join('\n').trimEnd();

import { aligned, countsOf, grouped, runtimeOf, waitingOf } from './table.mjs';

/** @typedef {import('../test/report.mjs').Test} Test */
/** @typedef {import('./facts.mjs').Facts} Facts */

const columns = ['runtime', 'version', 'cgroup', 'Linux', 'waiting', 'passed', 'failed', 'skipped'];
const ofFiles = ['file', ...columns, 'on'];
const heading = `What passed in the lab, a test file's rows as of its last run: npm run lab:test -- --all --keep`;

/** Cells never hold two spaces, and an empty one is a dash. @param {string} line */
const cellsOf = (line) => line.split(/ {2,}/);

/** The rows of files in a text that `keptWith` made. @param {string} text */
const rowsIn = (text) => {
  const lines = text.split('\n');
  const begin = lines.findIndex((line) => cellsOf(line).join() === ofFiles.join());
  return begin < 0
    ? []
    : lines
        .slice(begin + 1)
        .filter((line) => line !== '')
        .map(cellsOf);
};

/** @param {readonly Test[]} tests @param {Facts} facts @param {string} date @returns {string[][]} */
const rowsOf = (tests, facts, date) =>
  grouped(tests, (test) => `${test.file} ${runtimeOf(test)} ${waitingOf(test.name)}`).map(([key, group]) => {
    const [file = '', runtime = '', waiting = ''] = key.split(' ');
    const version = facts.versions[runtime] ?? '-';
    return [file, runtime, version, facts.cgroup, facts.kernel, waiting, ...countsOf(group), date];
  });

/** All files together, for each runtime, version and way to wait. @param {string[][]} rows */
const sumsOf = (rows) =>
  grouped(rows, (row) => row.slice(1, 6).join('  ')).map(([key, group]) => {
    const sum = (column) => String(group.reduce((total, row) => total + Number(row[column]), 0));
    return [...cellsOf(key), ...[6, 7, 8].map(sum)];
  });

/**
 * The table of what passed in the lab that is kept in the repository: files that ran now have new rows, all others what
 * they had; files that are no more have none.
 * @param {string} before the table as it was, `` where there is none
 * @param {readonly Test[]} tests @param {Facts} facts of the machine that they ran on
 * @param {{ date: string, exists: (file: string) => boolean }} now
 */
export const keptWith = (before, tests, facts, { date, exists }) => {
  const rows = [
    ...rowsIn(before).filter(([file = '']) => exists(file) && !tests.some((test) => test.file === file)),
    ...rowsOf(tests, facts, date),
  ].sort((a, b) => (a.join() < b.join() ? -1 : 1));
  const tables = [aligned([columns, ...sumsOf(rows)]), aligned([ofFiles, ...rows])];
  return `${[heading, ...tables.map((lines) => lines.join('\n'))].join('\n\n')}\n`;
};

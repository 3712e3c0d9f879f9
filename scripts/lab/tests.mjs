/**
 * Tests that run in the lab as well as on the host. To add some, add a line; `npm run lab:test -- --only WORD` tries
 * those whose path holds the word.
 *
 * @typedef {object} Part
 * @property {string} files a test file, or a directory of them; `*.slow.test.ts` only where the file itself is named
 * @property {number} seconds what one of its files takes in the lab on a quiet host; by this they are shared out
 * @property {Readonly<Record<string, number>>} [longer] seconds of the files that take much longer, by their names
 */

/** @type {readonly Part[]} */
export const parts = [
  { files: 'packages/cgroup/test', seconds: 5 },
  { files: 'packages/crun/test', seconds: 20 },
  { files: 'packages/runc/test', seconds: 30 },
  { files: 'packages/terminal/test', seconds: 5 },
];

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
  { files: 'packages/cgroup/test', seconds: 15 },
  { files: 'packages/cli/test/inspect.test.ts', seconds: 60 },
  { files: 'packages/cli/test/multiplexer.test.ts', seconds: 60 },
  {
    files: 'packages/crun/test',
    seconds: 60,
    longer: { 'conformance.test.ts': 800, 'life.test.ts': 95, 'run.test.ts': 115 },
  },
  {
    files: 'packages/oci-spec/test/effects',
    seconds: 15,
    longer: { 'situations.test.ts': 80, 'table.test.ts': 240 },
  },
  {
    files: 'packages/runc/test',
    seconds: 50,
    longer: {
      'abort-exec.test.ts': 80,
      'abort-run.test.ts': 120,
      'binary.test.ts': 80,
      'bundle.test.ts': 120,
      'conformance.test.ts': 800,
      'kill-delete.test.ts': 160,
      'oom.test.ts': 150,
      'rootless.test.ts': 120,
      'streams.test.ts': 200,
    },
  },
  { files: 'packages/oom-cgroup/test', seconds: 15, longer: { 'runtimes.test.ts': 240 } },
  { files: 'packages/terminal/test', seconds: 15 },
];

/**
 * Tests that run in the lab as well as on the host. To add some, add a line; a new file of a directory that is named
 * here is taken. `npm run lab:test -- --only WORD` tries those whose path holds the word.
 *
 * @typedef {object} Part
 * @property {string} files a test file, or a directory of them; `*.slow.test.ts` only where the file itself is named
 * @property {number} seconds what one of its files takes in the lab on a quiet host; by this they are shared out
 * @property {Readonly<Record<string, number>>} [longer] seconds of the files that take much longer, by their names
 * @property {Readonly<Record<string, string>>} [left] files or directories that only `--all` runs, and why; `` is the
 *   part's own file
 */

const pure = 'made of texts alone, the same on every kernel';
const standIn = 'programs stand in for the runtime, the same on every kernel';

/** @param {readonly string[]} names @param {string} reason */
const each = (names, reason) => Object.fromEntries(names.map((name) => [`${name}.test.ts`, reason]));

/** @type {readonly Part[]} */
export const parts = [
  {
    files: 'packages/cgroup/test',
    seconds: 15,
    left: each(
      [
        ...['cpu', 'io', 'memory', 'oom-kills', 'pids', 'processes'].map((name) => `counters/${name}`),
        ...['cgroup-mounts', 'visible'].map((name) => `mounts/${name}`),
        ...['candidates', 'directory', 'membership', 'memory-cgroup', 'process-cgroups'].map(
          (name) => `paths/${name}`,
        ),
      ],
      pure,
    ),
  },
  {
    files: 'packages/cli/test/inspect.test.ts',
    seconds: 200,
    left: { '': 'starts the command dozens of times, of which each takes seconds there' },
  },
  { files: 'packages/cli/test/multiplexer.test.ts', seconds: 100 },
  {
    files: 'packages/crun/test',
    seconds: 40,
    longer: { 'conformance.test.ts': 400, 'life.test.ts': 95, 'run.test.ts': 90 },
    left: each(['dialect', 'error-code', 'no-checkpoint'], pure),
  },
  {
    files: 'packages/oci-spec/test/effects',
    seconds: 15,
    longer: { 'situations.test.ts': 80, 'table.test.ts': 240 },
  },
  {
    files: 'packages/runc/test',
    seconds: 45,
    longer: {
      'abort-exec.test.ts': 80,
      'abort-run.test.ts': 130,
      'bundle.test.ts': 100,
      'checkpoint/asked-for.test.ts': 80,
      'checkpoint/checkpoint.test.ts': 250,
      'checkpoint/faults.test.ts': 100,
      'checkpoint/forsaken.test.ts': 150,
      'checkpoint/tcp.test.ts': 70,
      'concurrency.test.ts': 80,
      'conformance.test.ts': 80,
      'exec.test.ts': 90,
      'kill-delete.test.ts': 100,
      'oom.test.ts': 80,
      'run.test.ts': 90,
      'streams.test.ts': 150,
    },
    left: {
      argv: standIn,
      ...each(['binary'], standIn),
      ...each(['topics'], pure),
      ...each(['gigabyte'], 'moves bytes, four minutes there'),
    },
  },
  {
    files: 'packages/oom-cgroup/test',
    seconds: 15,
    left: {
      ...each(['runtimes'], 'six kinds of kills ten times for each runtime: four minutes'),
      ...each(['v1'], 'of cgroup v1 alone, of which there is none'),
    },
  },
  { files: 'packages/terminal/test', seconds: 15 },
];

/** The kit's topics there (see packages/runc/test/support/topics.ts); all of them with `--all`. */
export const kitTopics = [
  'runc: kill,OOM',
  'crun foreground: kill,OOM',
  `crun native: ${[
    'capabilities,prepare,life-cycle,hooks,wait,state,exec,streams,terminal,kill,events,OOM,checkpoint',
    'pause,update,stats,processes,errors,options,abort,concurrency,close,leaks',
  ]}`,
].join(';');

/** Why not all. */
export const kitReason = 'the whole contract takes ten minutes there for each of runc and crun';

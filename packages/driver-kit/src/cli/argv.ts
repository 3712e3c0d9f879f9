import type { State } from '@caisson/core';
import type { Dialect } from '../dialect.ts';

/** The members that a dialect may leave out. */
type Spelling = Required<
  Pick<
    Dialect,
    | 'create'
    | 'run'
    | 'start'
    | 'exec'
    | 'kill'
    | 'delete'
    | 'pause'
    | 'resume'
    | 'update'
    | 'checkpoint'
    | 'restore'
    | 'state'
    | 'list'
    | 'parseState'
    | 'parseList'
  >
>;

const flag = (name: string, on: boolean): readonly string[] => (on ? [name] : []);

const consoleFlag = (socket: string | undefined): readonly string[] =>
  socket === undefined ? [] : ['--console-socket', socket];

const paths = ({ imagePath, workPath }: Record<'imagePath' | 'workPath', string>): readonly string[] => [
  '--image-path',
  imagePath,
  '--work-path',
  workPath,
];

// Some keep the pid of a process that is gone, others say 0 or -1.
const withoutPid = ({ pid, ...state }: State): State =>
  pid !== undefined && pid > 0 && state.status !== 'stopped' ? { ...state, pid } : state;

const stateOf = (value: unknown): State => {
  // crun's list leaves the version out, which is the state's first to this day.
  const { ociVersion = '1.0.0', id, pid, status, bundle, annotations } = value as State;
  if (typeof id !== 'string' || typeof status !== 'string') throw new TypeError('no OCI state');
  return withoutPid({
    ociVersion,
    id,
    status,
    bundle,
    ...(pid === undefined ? {} : { pid }),
    ...(annotations ? { annotations } : {}),
  });
};

/** As runc spells them. */
export const runcSpelling: Spelling = {
  create: (id, { bundle, pidFile, consoleSocket }) => [
    'create',
    ...consoleFlag(consoleSocket),
    '--bundle',
    bundle,
    '--pid-file',
    pidFile,
    id,
  ],
  run: (id, { bundle, pidFile, detach, keep, consoleSocket }) => [
    'run',
    ...consoleFlag(consoleSocket),
    ...flag('--detach', detach),
    ...flag('--keep', keep),
    '--bundle',
    bundle,
    '--pid-file',
    pidFile,
    id,
  ],
  start: (id) => ['start', id],
  exec: (id, { processFile, pidFile, detach, consoleSocket }) => [
    'exec',
    ...consoleFlag(consoleSocket),
    ...flag('--detach', detach),
    '--process',
    processFile,
    '--pid-file',
    pidFile,
    id,
  ],
  kill: (id, signal, { all }) => ['kill', ...flag('--all', all), id, String(signal)],
  delete: (id, { force }) => ['delete', ...flag('--force', force), id],
  pause: (id) => ['pause', id],
  resume: (id) => ['resume', id],
  update: (id, { resourcesFile }) => ['update', '--resources', resourcesFile, id],
  checkpoint: (id, o) => [
    'checkpoint',
    ...paths(o),
    ...(o.parentPath === undefined ? [] : ['--parent-path', o.parentPath]),
    ...flag('--leave-running', o.leaveRunning),
    ...flag('--pre-dump', o.preDump),
    ...flag('--tcp-established', o.tcpEstablished),
    ...flag('--tcp-skip-in-flight', o.tcpSkipInFlight && o.has('--tcp-skip-in-flight')),
    ...flag('--link-remap', o.linkRemap && o.has('--link-remap')),
    ...flag('--file-locks', o.fileLocks),
    id,
  ],
  restore: (id, o) => [
    'restore',
    ...consoleFlag(o.consoleSocket),
    ...flag('--detach', o.detach),
    ...paths(o),
    ...flag('--tcp-established', o.tcpEstablished),
    ...flag('--tcp-close', o.tcpClose && o.has('--tcp-close')),
    ...flag('--file-locks', o.fileLocks),
    '--bundle',
    o.bundle,
    '--pid-file',
    o.pidFile,
    id,
  ],
  state: (id) => ['state', id],
  list: () => ['list', '--format', 'json'],
  parseState: (stdout) => stateOf(JSON.parse(stdout)),
  parseList: (stdout) => ((JSON.parse(stdout.trim() || 'null') ?? []) as unknown[]).map(stateOf),
};

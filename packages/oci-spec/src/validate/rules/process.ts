import type { LinuxCapabilities, Spec } from '@caisson/core';
import { knownCapabilities } from '../../capabilities.ts';
import type { Problem } from '../problem.ts';
import { shown } from '../problem.ts';
import { each, one, type Rule } from '../rule.ts';

const known: ReadonlySet<string> = new Set(knownCapabilities);
const sets: readonly (keyof LinuxCapabilities)[] = [
  'bounding',
  'effective',
  'inheritable',
  'permitted',
  'ambient',
];

const rlimits: ReadonlySet<string> = new Set(
  'AS CORE CPU DATA FSIZE LOCKS MEMLOCK MSGQUEUE NICE NOFILE NPROC RSS RTPRIO RTTIME SIGPENDING STACK'
    .split(' ')
    .map((kind) => `RLIMIT_${kind}`),
);

const capabilityRules: readonly Rule[] = sets.map((set) =>
  each(
    `process.capabilities.${set}`,
    ({ process }) => process?.capabilities?.[set],
    (name) =>
      known.has(name)
        ? undefined
        : { wrong: `it is ${shown(name)}`, right: "a capability such as 'CAP_CHOWN'" },
  ),
);

/** The kernel refuses these with EPERM, and runtimes with less (capabilities(7)). */
const subset = (inner: 'effective' | 'ambient', outer: 'permitted' | 'inheritable'): Rule => ({
  reads: ['process.capabilities'],
  check: ({ process }) => {
    const allowed = new Set(process?.capabilities?.[outer]);
    const extra = (process?.capabilities?.[inner] ?? []).filter(
      (name) => known.has(name) && !allowed.has(name),
    );
    if (extra.length === 0) return [];
    return [
      {
        path: `process.capabilities.${inner}`,
        wrong: `${extra.join(', ')} is not ${outer}`,
        right: `only what process.capabilities.${outer} holds too`,
      },
    ];
  },
});

const command = ({ process }: Spec): readonly Problem[] => {
  if (process === undefined || process.commandLine !== undefined) return [];
  const { args } = process;
  if (args === undefined)
    return [{ path: 'process.args', wrong: 'it is missing', right: 'a program and its arguments' }];
  if (args.length === 0 || args[0] === '') {
    return [{ path: 'process.args', wrong: 'it names no program', right: 'a program and its arguments' }];
  }
  return [];
};

const withoutNul = (text: string): Omit<Problem, 'path'> | undefined =>
  text.includes('\0') ? { wrong: 'it holds a NUL', right: 'a text without' } : undefined;

export const processRules: readonly Rule[] = [
  one(
    'process.cwd',
    ({ process }) => process?.cwd,
    (cwd) =>
      cwd.startsWith('/') || /^[A-Za-z]:\\/.test(cwd)
        ? withoutNul(cwd)
        : { wrong: `it is ${shown(cwd)}`, right: 'an absolute path' },
  ),
  { reads: ['process.args', 'process.commandLine'], check: command },
  each('process.args', ({ process }) => process?.args, withoutNul),
  each(
    'process.env',
    ({ process }) => process?.env,
    (entry) =>
      entry.indexOf('=') > 0 ? withoutNul(entry) : { wrong: `it is ${shown(entry)}`, right: 'NAME=value' },
  ),
  each(
    'process.rlimits',
    ({ process }) => process?.rlimits,
    (limit, index, first) => {
      if (!rlimits.has(limit.type))
        return { wrong: `its type is ${shown(limit.type)}`, right: 'a type of getrlimit(2)' };
      if (first < index)
        return { wrong: `${limit.type} is set by process.rlimits[${first}]`, right: 'one of each type' };
      if (limit.soft > limit.hard)
        return { wrong: `soft (${limit.soft}) is above hard (${limit.hard})`, right: 'soft not above hard' };
      return undefined;
    },
    ({ type }) => type,
  ),
  one(
    'process.oomScoreAdj',
    ({ process }) => process?.oomScoreAdj,
    (score) =>
      score < -1000 || score > 1000
        ? { wrong: `it is ${score}`, right: 'an integer from -1000 to 1000' }
        : undefined,
  ),
  one(
    'process.user.umask',
    ({ process }) => process?.user?.umask,
    (umask) =>
      umask > 0o777 ? { wrong: `it is ${umask}`, right: 'permission bits, 0 to 511 (0o777)' } : undefined,
  ),
  one(
    'process.ioPriority.priority',
    ({ process }) => process?.ioPriority?.priority,
    (priority) =>
      priority < 0 || priority > 7
        ? { wrong: `it is ${priority}`, right: 'an integer from 0 to 7' }
        : undefined,
  ),
  one(
    'process.scheduler.nice',
    ({ process }) => process?.scheduler?.nice,
    (nice) =>
      nice < -20 || nice > 19 ? { wrong: `it is ${nice}`, right: 'an integer from -20 to 19' } : undefined,
  ),
  {
    reads: ['process.consoleSize', 'process.terminal'],
    check: ({ process }) =>
      process?.consoleSize !== undefined && process.terminal !== true
        ? [
            {
              path: 'process.consoleSize',
              wrong: 'there is no terminal',
              right: 'process.terminal: true, or no size',
            },
          ]
        : [],
  },
  ...capabilityRules,
  subset('effective', 'permitted'),
  subset('ambient', 'permitted'),
  subset('ambient', 'inheritable'),
];

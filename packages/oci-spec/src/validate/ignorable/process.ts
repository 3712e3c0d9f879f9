import type { Ignorable } from './ignorable.ts';

export const ofProcess: readonly Ignorable[] = [
  {
    path: 'process.scheduler',
    isSet: (spec) => spec.process?.scheduler !== undefined,
    runc: ['1.2.0'],
    crun: ['1.8.5'],
  },
  {
    path: 'process.ioPriority',
    isSet: (spec) => spec.process?.ioPriority !== undefined,
    runc: ['1.2.0'],
    crun: ['1.8.6'],
  },
  {
    path: 'process.execCPUAffinity',
    isSet: (spec) => Object.values(spec.process?.execCPUAffinity ?? {}).some(Boolean),
    runc: ['1.3.0'],
    crun: 'never',
    instead: 'execCPUAffinity in the process of each exec',
  },
  {
    path: 'process.apparmorProfile',
    isSet: (spec) => Boolean(spec.process?.apparmorProfile),
    runc: 'always',
    crun: 'never',
    where: ({ apparmor }) => !apparmor,
  },
  {
    path: 'process.commandLine',
    isSet: (spec) => Boolean(spec.process?.commandLine),
    runc: 'never',
    crun: 'never',
    instead: 'process.args',
  },
  {
    path: 'process.user.username',
    isSet: (spec) => Boolean(spec.process?.user?.username),
    runc: 'never',
    crun: 'never',
    instead: 'process.user.uid and gid',
  },
];

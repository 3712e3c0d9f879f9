import type { Spec } from '@caisson/core';
import type { Problem } from '../problem.ts';
import { shown } from '../problem.ts';
import { each, one, type Rule } from '../rule.ts';

const absolute = (path: string): Omit<Problem, 'path'> | undefined =>
  path.startsWith('/') ? undefined : { wrong: `it is ${shown(path)}`, right: 'an absolute path' };

const ipcSysctls = new Set(
  ['msgmax', 'msgmnb', 'msgmni', 'sem', 'shmall', 'shmmax', 'shmmni', 'shm_rmid_forced'].map(
    (name) => `kernel.${name}`,
  ),
);

/** The namespace that holds a kernel parameter; none: it is the whole host's. */
const holder = (name: string): 'ipc' | 'network' | 'uts' | undefined => {
  if (ipcSysctls.has(name) || name.startsWith('fs.mqueue.')) return 'ipc';
  if (name.startsWith('net.')) return 'network';
  return name === 'kernel.hostname' || name === 'kernel.domainname' ? 'uts' : undefined;
};

const sysctls = ({ linux }: Spec): readonly Problem[] =>
  Object.keys(linux?.sysctl ?? {}).flatMap((written) => {
    const path = `linux.sysctl[${JSON.stringify(written)}]`;
    const name = written.replaceAll('/', '.');
    const type = holder(name);
    // Under user namespaces there are more (user.*), which runtimes let pass.
    if (type === undefined) {
      return name.startsWith('user.')
        ? []
        : [
            {
              path,
              wrong: 'it is the whole host\u2019s',
              right: 'one of net., fs.mqueue., kernel.shm\u2026, kernel.msg\u2026, kernel.sem',
            },
          ];
    }
    const namespace = linux?.namespaces?.find((known) => known.type === type);
    return namespace === undefined
      ? [
          {
            path,
            wrong: `the container is in the host's ${type} namespace`,
            right: `linux.namespaces with { type: '${type}' }`,
          },
        ]
      : [];
  });

export const linuxRules: readonly Rule[] = [
  each('linux.maskedPaths', ({ linux }) => linux?.maskedPaths, absolute),
  each('linux.readonlyPaths', ({ linux }) => linux?.readonlyPaths, absolute),
  {
    reads: ['linux.maskedPaths', 'linux.readonlyPaths', 'linux.namespaces'],
    check: ({ linux }) =>
      linux?.namespaces !== undefined &&
      !linux.namespaces.some(({ type }) => type === 'mount') &&
      (linux.maskedPaths?.length || linux.readonlyPaths?.length)
        ? [
            {
              path: 'linux.maskedPaths',
              wrong: "there is no 'mount' namespace to mask paths in",
              right: "linux.namespaces with { type: 'mount' }",
            },
          ]
        : [],
  },
  each(
    'linux.devices',
    ({ linux }) => linux?.devices,
    ({ path, type, major, minor }, index, first) => {
      if (!path.startsWith('/')) return { wrong: `its path is ${shown(path)}`, right: 'an absolute path' };
      if (first < index)
        return { wrong: `${path} is linux.devices[${first}] too`, right: 'one at each path' };
      if (type !== 'p' && (major === undefined || minor === undefined)) {
        return { wrong: 'it has no major and minor', right: 'both, or type p' };
      }
      return undefined;
    },
    ({ path }) => path,
  ),
  one(
    'linux.cgroupsPath',
    ({ linux }) => linux?.cgroupsPath,
    (path) =>
      path.split('/').includes('..')
        ? { wrong: `it is ${shown(path)}`, right: 'a path without ..' }
        : undefined,
  ),
  { reads: ['linux.sysctl', 'linux.namespaces'], check: sysctls },
  {
    reads: ['linux.netDevices', 'linux.namespaces'],
    check: ({ linux }) =>
      Object.keys(linux?.netDevices ?? {}).length > 0 &&
      linux?.namespaces?.every(({ type }) => type !== 'network')
        ? [
            {
              path: 'linux.netDevices',
              wrong: "the container is in the host's network namespace",
              right: "linux.namespaces with { type: 'network' }",
            },
          ]
        : [],
  },
];

import type { Spec } from '@caisson/core';
import { badArgument } from '../arguments.ts';
import type { Problem } from './problem.ts';

interface Field {
  readonly path: string;
  readonly isSet: (spec: Spec) => boolean;
  /** The first release that heeds it. Measured on runc 1.1.5 and crun 1.8.1, and by their own release notes. */
  readonly runc: string;
  readonly crun?: string;
}

const fields: readonly Field[] = [
  { path: 'domainname', isSet: ({ domainname }) => Boolean(domainname), runc: '1.2.0', crun: '1.7' },
  {
    path: 'process.scheduler',
    isSet: ({ process }) => process?.scheduler !== undefined,
    runc: '1.2.0',
    crun: '1.8.5',
  },
  {
    path: 'process.ioPriority',
    isSet: ({ process }) => process?.ioPriority !== undefined,
    runc: '1.2.0',
    crun: '1.8.6',
  },
  {
    path: 'process.execCPUAffinity',
    isSet: ({ process }) => Object.values(process?.execCPUAffinity ?? {}).some(Boolean),
    runc: '1.3.0',
    crun: '1.19',
  },
  {
    path: 'linux.personality',
    isSet: ({ linux }) => linux?.personality !== undefined && linux.personality.domain !== 'LINUX',
    runc: '1.2.0',
  },
  {
    path: 'linux.timeOffsets',
    isSet: ({ linux }) => linux?.timeOffsets !== undefined,
    runc: '1.2.0',
    crun: '1.8.4',
  },
  {
    path: 'linux.resources.cpu.burst',
    isSet: ({ linux }) => Boolean(linux?.resources?.cpu?.burst),
    runc: '1.2.0',
    crun: '1.11',
  },
  {
    path: 'linux.netDevices',
    isSet: ({ linux }) => Object.keys(linux?.netDevices ?? {}).length > 0,
    runc: '1.4.0',
  },
  {
    path: 'mounts[].uidMappings',
    isSet: ({ mounts = [] }) => mounts.some(({ uidMappings = [] }) => uidMappings.length > 0),
    runc: '1.2.0',
  },
  { path: 'linux.memoryPolicy', isSet: ({ linux }) => linux?.memoryPolicy !== undefined, runc: '1.4.0' },
];

const numbers = (version: string): readonly number[] => version.split('.').map(Number);

/** `1.10.2+ds1-1` and `1.2.0-rc.1` count as their release: a candidate has the release's features. */
const isBefore = (version: string, first: string): boolean => {
  const [has, needs] = [numbers(version), numbers(first)];
  for (let at = 0; at < 3; at += 1) {
    const difference = (has[at] ?? 0) - (needs[at] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
};

/**
 * What a spec asks for that this release of a runtime would silently ignore: for a driver's `prepare`, which refuses
 * it. Only fields that are known to be ignored are told.
 * @param version as the runtime prints it: `1.1.5+ds1`.
 */
export const ignoredFields = (spec: Spec, runtime: 'runc' | 'crun', version: string): readonly Problem[] => {
  const release = /^v?(\d+(?:\.\d+){0,2})/.exec(version)?.[1];
  if (release === undefined) throw badArgument('ignoredFields', version, "a version such as '1.1.5'");
  return fields.flatMap(({ path, isSet, [runtime]: first }) =>
    first !== undefined && isBefore(release, first) && isSet(spec)
      ? [
          {
            path,
            wrong: `${runtime} ${version} does not know it`,
            right: `${runtime} ${first} or later, or no such field`,
          },
        ]
      : [],
  );
};

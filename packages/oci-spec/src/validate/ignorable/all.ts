import type { Spec } from '@caisson/core';
import type { Ignorable } from './ignorable.ts';
import { ofLinux } from './linux.ts';
import { ofMounts } from './mounts.ts';
import { ofProcess } from './process.ts';
import { ofResources } from './resources.ts';

const ofOtherPlatforms: readonly Ignorable[] = (['vm', 'windows', 'solaris', 'zos'] as const).map((path) => ({
  path,
  isSet: (spec) =>
    Object.keys((spec as Spec & Readonly<Record<typeof path, unknown>>)[path] ?? {}).length > 0,
  runc: 'never',
  crun: 'never',
}));

/** Everything that some release takes without a word and does not do. */
export const ignorable: readonly Ignorable[] = [
  {
    path: 'domainname',
    isSet: ({ domainname }) => Boolean(domainname),
    runc: ['1.2.0'],
    crun: ['1.7'],
  },
  ...ofProcess,
  ...ofMounts,
  ...ofLinux,
  ...ofResources,
  ...ofOtherPlatforms,
];

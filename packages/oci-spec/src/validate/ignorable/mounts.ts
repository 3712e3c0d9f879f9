import type { Mount, Spec } from '@caisson/core';
import type { Ignorable } from './ignorable.ts';
import { isForBinds } from './mount-options.ts';

/** Where the first mount is that has it. */
const someMount =
  (found: (mount: Mount) => boolean | string) =>
  ({ mounts = [] }: Spec): boolean | string => {
    const index = mounts.findIndex((mount) => found(mount) !== false);
    const what = mounts[index] === undefined ? false : found(mounts[index]);
    return what === false ? false : `mounts[${index}].${what === true ? 'uidMappings' : `options (${what})`}`;
  };
const isBind = ({ type, options = [] }: Mount): boolean =>
  type === 'bind' || options.includes('bind') || options.includes('rbind');

export const ofMounts: readonly Ignorable[] = [
  {
    path: 'mounts[].uidMappings',
    isSet: someMount(({ uidMappings = [] }) => uidMappings.length > 0),
    runc: ['1.2.0'],
    crun: 'always',
  },
  {
    path: 'mounts[].options',
    isSet: someMount((mount) => (mount.options ?? []).find((option) => /^r?idmap$/.test(option)) ?? false),
    runc: ['1.2.0'],
    crun: 'always',
  },
  {
    path: 'mounts[].options',
    isSet: someMount(
      (mount) => isBind(mount) && ((mount.options ?? []).find((option) => !isForBinds(option)) ?? false),
    ),
    runc: ['1.2.0'],
    crun: 'never',
    instead: 'options that a bind mount has: ro, nosuid, \u2026',
  },
];

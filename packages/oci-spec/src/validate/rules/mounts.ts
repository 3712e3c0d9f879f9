import type { Mount } from '@caisson/core';
import { shown } from '../problem.ts';
import { each, type Rule } from '../rule.ts';

const isBind = ({ type, options = [] }: Mount): boolean =>
  type === 'bind' || options.includes('bind') || options.includes('rbind');

const idmap = (mount: Mount): boolean =>
  (mount.options ?? []).some((option) => option === 'idmap' || option === 'ridmap');

export const mountRules: readonly Rule[] = [
  each(
    'mounts',
    ({ mounts }) => mounts,
    (mount) => {
      const { destination, source, type, uidMappings, gidMappings } = mount;
      if (destination === '' || destination.includes('\0')) {
        return { wrong: `its destination is ${shown(destination)}`, right: 'an absolute path' };
      }
      if (isBind(mount) && !source)
        return { wrong: 'it is a bind mount without a source', right: 'a source' };
      if (!isBind(mount) && type === '')
        return { wrong: "its type is ''", right: 'a filesystem, or options with bind' };
      if (!isBind(mount) && type === undefined) {
        return {
          wrong: 'it has neither a type nor the option bind',
          right: 'a filesystem, or options with bind',
        };
      }
      if ((uidMappings === undefined) !== (gidMappings === undefined)) {
        return { wrong: 'it has one of uidMappings and gidMappings', right: 'both, or neither' };
      }
      if (uidMappings !== undefined && !isBind(mount) && !idmap(mount)) {
        return { wrong: 'it maps ids, and is no bind mount', right: 'options with bind' };
      }
      return undefined;
    },
  ),
  {
    // From 1.2 on a relative destination is taken from the container's root.
    reads: ['mounts', 'ociVersion'],
    check: ({ mounts = [], ociVersion }) =>
      mounts.flatMap(({ destination }, index) =>
        /^1\.[01]\./.test(ociVersion) && /^[^/\0]/.test(destination)
          ? [
              {
                path: `mounts[${index}]`,
                wrong: `its destination is ${shown(destination)}`,
                right: 'an absolute path, or ociVersion 1.2.0 or later',
              },
            ]
          : [],
      ),
  },
];

import type { LinuxIDMapping, Spec } from '@caisson/core';
import type { Problem } from '../problem.ts';
import { shown } from '../problem.ts';
import { each, type Rule } from '../rule.ts';

const has = ({ linux }: Spec, type: string): boolean =>
  (linux?.namespaces ?? []).some((namespace) => namespace.type === type);

const creates = ({ linux }: Spec, type: string): boolean =>
  (linux?.namespaces ?? []).some((namespace) => namespace.type === type && !namespace.path);

const overlapping = (mappings: readonly LinuxIDMapping[], key: 'containerID' | 'hostID'): boolean => {
  const sorted = mappings.toSorted((a, b) => a[key] - b[key]);
  return sorted.some(
    (mapping, at) => at > 0 && mapping[key] < (sorted[at - 1]?.[key] ?? 0) + (sorted[at - 1]?.size ?? 0),
  );
};

const mappings = (spec: Spec): readonly Problem[] => {
  const found: Problem[] = [];
  for (const name of ['uidMappings', 'gidMappings'] as const) {
    const path = `linux.${name}`;
    const list = spec.linux?.[name] ?? [];
    if (list.length > 0 && !has(spec, 'user')) {
      found.push({
        path,
        wrong: "there is no 'user' namespace",
        right: "linux.namespaces with { type: 'user' }",
      });
    }
    if (list.length === 0 && creates(spec, 'user')) {
      found.push({ path, wrong: 'a new user namespace has no ids', right: 'at least one mapping' });
    }
    if (list.some(({ size }) => size === 0))
      found.push({ path, wrong: 'a mapping has size 0', right: 'a size of at least 1' });
    if (overlapping(list, 'containerID') || overlapping(list, 'hostID')) {
      found.push({ path, wrong: 'two mappings overlap', right: 'each id once' });
    }
  }
  return found;
};

export const namespaceRules: readonly Rule[] = [
  each(
    'linux.namespaces',
    ({ linux }) => linux?.namespaces,
    ({ type, path }, index, first) => {
      if (first < index)
        return { wrong: `'${type}' is linux.namespaces[${first}] too`, right: 'one of each type' };
      if (path && !path.startsWith('/'))
        return { wrong: `its path is ${shown(path)}`, right: 'an absolute path' };
      return undefined;
    },
    ({ type }) => type,
  ),
  { reads: ['linux.namespaces', 'linux.uidMappings', 'linux.gidMappings'], check: mappings },
  {
    reads: ['linux.namespaces', 'linux.timeOffsets'],
    check: (spec) =>
      spec.linux?.timeOffsets !== undefined &&
      Object.keys(spec.linux.timeOffsets).length > 0 &&
      !creates(spec, 'time')
        ? [
            {
              path: 'linux.timeOffsets',
              wrong: "there is no new 'time' namespace",
              right: "linux.namespaces with { type: 'time' } and no path",
            },
          ]
        : [],
  },
];

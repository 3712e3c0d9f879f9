import type { Spec } from '@caisson/core';
import { badArgument } from '../arguments.ts';
import { ignorable } from './ignorable/all.ts';
import { type HostTraits, thisHost } from './ignorable/host-traits.ts';
import type { Heeded } from './ignorable/ignorable.ts';
import type { Problem } from './problem.ts';

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

const series = (version: string): string => numbers(version).slice(0, 2).join('.');

/** The release to go to; `undefined`: this one heeds the field. */
const firstFor = (release: string, heeded: Heeded): string | undefined => {
  if (heeded === 'always') return undefined;
  if (heeded === 'never') return 'none';
  const ownSeries = heeded.find((first) => series(first) === series(release));
  const first = ownSeries ?? heeded.at(-1) ?? 'none';
  return isBefore(release, first) ? first : undefined;
};

/**
 * What a spec asks for that this release of a runtime would silently ignore: for a driver's `prepare`, which refuses
 * it. Only what is known to be ignored is told. Each was tried on runc 1.1.5 and 1.3.6 and crun 1.8.1 and 1.28; the
 * release that began to heed it is by their own notes.
 * @param version as the runtime prints it: `1.1.5+ds1`.
 * @param host what of the host it depends on. Default: this host.
 * @throws `ERR_INVALID_OPTION` a version that is none.
 */
export const ignoredFields = (
  spec: Spec,
  runtime: 'runc' | 'crun',
  version: string,
  host: HostTraits = thisHost,
): readonly Problem[] => {
  const release = /^v?(\d+(?:\.\d+){0,2})/.exec(version)?.[1];
  if (release === undefined) throw badArgument('ignoredFields', version, "a version such as '1.1.5'");
  return ignorable.flatMap(({ path, isSet, [runtime]: heeded, where, instead }) => {
    const first = firstFor(release, heeded);
    const set = first !== undefined && isSet(spec);
    if (set === false || where?.(host) === false) return [];
    const wrong = `${runtime} ${version} ignores it${where === undefined ? '' : ' on this host'}`;
    const other = instead ?? 'no such field';
    return [
      {
        path: set === true ? path : set,
        wrong,
        right: first === 'none' ? other : `${runtime} ${first} or later, or ${other}`,
      },
    ];
  });
};

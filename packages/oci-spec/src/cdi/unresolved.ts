import { RuntimeError } from '@caisson/errors';
import type { CdiState } from './load.ts';
import { parseCdiName } from './names.ts';

/** How many letters differ, at most `most` (Levenshtein). */
const distance = (a: string, b: string, most: number): number => {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    if (Math.min(...next) > most) return most + 1;
    row = next;
  }
  return row[b.length] ?? 0;
};

const mostNear = 5;

/** Devices whose name is nearly that, or that are of the same kind. */
const near = (name: string, known: Iterable<string>): readonly string[] => {
  const kind = name.split('=')[0];
  return [...known]
    .slice(0, 1000)
    .map((other) => ({
      other,
      far: distance(name.toLowerCase().slice(0, 200), other.toLowerCase(), 3),
      kin: other.startsWith(`${kind}=`),
    }))
    .filter(({ far, kin }) => far <= 3 || kin)
    .sort((a, b) => a.far - b.far)
    .slice(0, mostNear)
    .map(({ other }) => other);
};

const about = (name: string, { entries, conflicts }: CdiState): string => {
  const claims = conflicts.get(name);
  if (claims !== undefined)
    return `${name} is in more than one file of a directory (${claims.join(', ')}), so none counts`;
  if (parseCdiName(name) === undefined)
    return `${JSON.stringify(name)} is no qualified name such as vendor.com/class=device`;
  const others = near(name, entries.keys());
  return others.length > 0
    ? `${name} is not known; near it are ${others.join(', ')}`
    : `${name} is not known`;
};

const list = (files: readonly string[]): string => (files.length > 0 ? files.join(', ') : 'none');

/** The error for devices that are not there: which, and all that was looked at. */
export const unresolved = (
  names: readonly string[],
  directories: readonly string[],
  state: CdiState,
): RuntimeError => {
  const failed = state.files.filter(({ error }) => error !== undefined);
  const read = state.files.filter(({ error }) => error === undefined);
  const reason = [
    ...names.map((name) => about(name, state)),
    `directories: ${directories.join(', ')}`,
    `files read: ${list(read.map(({ path }) => path))}`,
    ...failed.map(({ path, error }) => `${path} does not count: ${error}`),
  ].join('\n  ');
  return new RuntimeError('ERR_DEVICES', `unresolvable CDI devices ${names.join(', ')}:\n  ${reason}`, {
    reason,
  });
};

import { badArgument, text } from '../arguments.ts';
import type { Change } from '../change.ts';
import { changeLinux } from '../parts.ts';

const merged = (
  before: Readonly<Record<string, string>> | undefined,
  changes: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> => {
  const all = { ...before, ...changes };
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
};

const checked = (who: string, entries: Readonly<Record<string, string | undefined>>): void => {
  for (const [key, value] of Object.entries(entries)) {
    if (key === '') throw badArgument(who, key, 'a key that is not empty');
    if (value !== undefined) text(`${who} ${key}`, value);
  }
};

/** Sets annotations; `undefined` removes one. */
export const annotations = (entries: Readonly<Record<string, string | undefined>>): Change => {
  checked('annotations', entries);
  return (spec) => ({ ...spec, annotations: merged(spec.annotations, entries) });
};

/** Sets kernel parameters of the container's own namespaces (`net.…`, `kernel.shm…`, `fs.mqueue.…`); `undefined` removes. */
export const sysctl = (entries: Readonly<Record<string, string | undefined>>): Change => {
  checked('sysctl', entries);
  return changeLinux((linux) => ({ ...linux, sysctl: merged(linux.sysctl, entries) }));
};

import { badArgument, object, text } from '../arguments.ts';
import type { Change } from '../change.ts';
import { changeLinux, merged, without } from '../parts.ts';

const checked = (who: string, entries: Readonly<Record<string, string | undefined>>): void => {
  object(who, entries, 'an object of texts');
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

/** Takes every annotation away. */
export const clearAnnotations = (): Change => (spec) => without(spec, 'annotations');

/** Leaves every kernel parameter as the kernel has it. */
export const clearSysctl = (): Change => changeLinux((linux) => without(linux, 'sysctl'));

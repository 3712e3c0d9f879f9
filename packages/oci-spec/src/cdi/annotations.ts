import type { Spec } from '@caisson/core';
import { RuntimeError } from '@caisson/errors';
import { badArgument } from '../arguments.ts';
import type { Change } from '../change.ts';
import { annotations } from '../changes/annotations.ts';
import { parseCdiName } from './names.ts';

const prefix = 'cdi.k8s.io/';
const part = /^[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?$/;

/** Asks for devices by an annotation, `cdi.k8s.io/<plugin>_<id>`, for whoever injects them later. */
export const cdiAnnotation = (plugin: string, id: string, ...names: readonly string[]): Change => {
  const key = `${plugin}_${id.replaceAll('/', '_')}`;
  if (!part.test(key) || key.length > 63)
    throw badArgument('cdiAnnotation', key, 'a key of at most 63 letters, digits, _ - and .');
  for (const name of names) {
    if (parseCdiName(name) === undefined)
      throw badArgument('cdiAnnotation', name, 'a qualified name such as vendor.com/class=device');
  }
  return annotations({ [`${prefix}${key}`]: names.join(',') });
};

/**
 * The devices that a spec's annotations ask for, in the order of their keys.
 * @throws `ERR_DEVICES` where any of them is no qualified name: then none counts.
 */
export const cdiDevicesOf = (spec: Spec): readonly string[] =>
  Object.entries(spec.annotations ?? {})
    .filter(([key]) => key.startsWith(prefix))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, value]) =>
      value.split(',').map((name) => {
        if (parseCdiName(name) !== undefined) return name;
        const reason = `annotations[${JSON.stringify(key)}] holds ${JSON.stringify(name)}, which is no qualified name`;
        throw new RuntimeError('ERR_DEVICES', reason, { reason });
      }),
    );

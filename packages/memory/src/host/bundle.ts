import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Spec } from '@caisson/core';
import { RuntimeError } from '@caisson/errors';

/**
 * A bundle's spec, with what every runtime needs of one.
 * @throws `ERR_INVALID_SPEC`
 */
export const readBundle = (verb: string, id: string, bundle: unknown): Spec => {
  if (typeof bundle !== 'string' || bundle === '' || bundle.includes('\0')) {
    throw refuse(verb, id, 'the bundle is no path; give a directory that holds a config.json');
  }
  const config = join(resolve(bundle), 'config.json');
  const spec = parse(verb, id, config);
  const wrong = faultIn(spec, resolve(bundle));
  if (wrong) throw refuse(verb, id, `${config}: ${wrong}`);
  return spec;
};

const parse = (verb: string, id: string, config: string): Spec => {
  try {
    return JSON.parse(readFileSync(config, 'utf8')) as Spec;
  } catch (cause) {
    throw refuse(verb, id, `${config}: ${(cause as Error).message}`, cause);
  }
};

const faultIn = (spec: Spec | null, bundle: string): string | undefined => {
  if (typeof spec !== 'object' || spec === null || Array.isArray(spec)) return 'give an OCI spec, an object';
  if (typeof spec.ociVersion !== 'string') return 'ociVersion: give one, such as "1.2.0"';
  if (!isArgs(spec.process?.args))
    return 'process.args: give the program and its arguments, an array of strings';
  const path = spec.root?.path;
  if (typeof path !== 'string' || path === '') return 'root.path: give the root filesystem, a directory';
  const rootfs = resolve(bundle, path);
  if (!statSync(rootfs, { throwIfNoEntry: false })?.isDirectory()) return `root.path: no directory ${rootfs}`;
  return undefined;
};

/** A program and its arguments. */
export const isArgs = (args: unknown): args is readonly [string, ...string[]] =>
  Array.isArray(args) && args.length > 0 && args.every((arg) => typeof arg === 'string');

export const refuse = (verb: string, id: string | undefined, reason: string, cause?: unknown): RuntimeError =>
  new RuntimeError('ERR_INVALID_SPEC', `memory ${verb}${id === undefined ? '' : ` ${id}`}: ${reason}`, {
    runtime: 'memory',
    verb,
    id,
    reason,
    cause,
  });

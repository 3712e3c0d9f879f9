import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Spec } from '@caisson/core';
import { RuntimeError } from '@caisson/errors';

/**
 * A bundle's spec, checked for what every runtime needs; the rest is the runtime's to judge.
 * @throws `ERR_INVALID_SPEC` with where and what
 */
export const readBundle = (runtime: string, id: string, bundle: string): Spec => {
  const refuse = (where: string, what: string, cause?: unknown): RuntimeError =>
    new RuntimeError('ERR_INVALID_SPEC', `${id}: ${where}: ${what}`, {
      runtime,
      id,
      reason: `${where}: ${what}`,
      cause,
    });
  if (typeof bundle !== 'string' || bundle === '' || bundle.includes('\0')) {
    throw refuse('bundle', 'give the path of a directory that holds a config.json');
  }
  const config = resolve(bundle, 'config.json');
  let spec: Spec;
  try {
    spec = JSON.parse(readFileSync(config, 'utf8')) as Spec;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw refuse(config, code === 'ENOENT' ? 'there is no such file' : message, cause);
  }
  if (typeof spec !== 'object' || spec === null || Array.isArray(spec))
    throw refuse(config, 'it is no object');
  if (typeof spec.ociVersion !== 'string') throw refuse(`${config}: ociVersion`, 'give one, such as "1.2.0"');
  const { args } = spec.process ?? {};
  if (!Array.isArray(args) || args.length === 0 || args.some((arg) => typeof arg !== 'string')) {
    throw refuse(`${config}: process.args`, 'give the program and its arguments, an array of strings');
  }
  if (typeof spec.root?.path !== 'string' || spec.root.path === '') {
    throw refuse(`${config}: root.path`, 'give the root filesystem, a directory');
  }
  const rootfs = resolve(bundle, spec.root.path);
  let there: boolean | undefined;
  try {
    there = statSync(rootfs, { throwIfNoEntry: false })?.isDirectory();
  } catch (cause) {
    throw refuse(`${config}: root.path`, (cause as Error).message, cause);
  }
  if (!there) throw refuse(`${config}: root.path`, `there is no directory ${rootfs}`);
  return spec;
};

/** A bundle's spec where it can be read: for what may be done without. */
export const specOf = (bundle: string): Spec | undefined => {
  try {
    return JSON.parse(readFileSync(resolve(bundle, 'config.json'), 'utf8')) as Spec;
  } catch {
    return undefined;
  }
};

import type { Spec } from '@caisson/core';
import { knownOptions, text } from '../arguments.ts';
import type { Change } from '../change.ts';

/** The root filesystem's directory: absolute, or relative to the bundle. Read-only stays as it is unless given. */
export const rootfs = (path: string, options: { readonly readonly?: boolean } = {}): Change => {
  text('rootfs', path, 'a directory');
  knownOptions('rootfs', options, ['readonly']);
  return (spec) => ({ ...spec, root: { ...spec.root, path, ...options } });
};

/** Whether the root filesystem can be written. */
export const readonlyRootfs =
  (readonly = true): Change =>
  (spec: Spec) => ({ ...spec, root: { path: 'rootfs', ...spec.root, readonly } });

import type { Spec } from '@caisson/core';
import { hooks } from './hooks.ts';
import { linux } from './linux.ts';
import { mount, root } from './mounts.ts';
import { process } from './process.ts';
import { listOf, maybe, members, type Shape } from './shape.ts';
import { anything, text, textByKey } from './values.ts';
import { vm } from './vm.ts';

/** The shape of a spec. What belongs to platforms that Caisson does not drive is an object, and no more is asked. */
export const specShape: Shape<Spec> = members<Spec>({
  ociVersion: text,
  process: maybe(process),
  root: maybe(root),
  hostname: maybe(text),
  domainname: maybe(text),
  mounts: maybe(listOf(mount)),
  hooks: maybe(hooks),
  annotations: maybe(textByKey),
  linux: maybe(linux),
  solaris: maybe(anything),
  windows: maybe(anything),
  vm: maybe(vm),
  zos: maybe(anything),
  freebsd: maybe(anything),
});

import type { Linux, LinuxResources, Process } from '@caisson/core';
import type { Change } from './change.ts';

type Patch<T> = (part: T) => T;

export const changeProcess =
  (patch: Patch<Process>): Change =>
  (spec) => ({ ...spec, process: patch(spec.process ?? { cwd: '/' }) });

export const changeLinux =
  (patch: Patch<Linux>): Change =>
  (spec) => ({ ...spec, linux: patch(spec.linux ?? {}) });

export const changeResources = (patch: Patch<LinuxResources>): Change =>
  changeLinux((linux) => ({ ...linux, resources: patch(linux.resources ?? {}) }));

/** Without one member, whether it was there or not. */
export const without = <T extends object, K extends keyof T>(whole: T, key: K): Omit<T, K> => {
  const { [key]: _, ...rest } = whole;
  return rest;
};

/** Texts by key, changed: `undefined` removes one. */
export const merged = (
  before: Readonly<Record<string, string>> | undefined,
  changes: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> => {
  const all = { ...before, ...changes };
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
};

import { absolutePath } from '../arguments.ts';
import type { Change } from '../change.ts';
import { changeLinux } from '../parts.ts';

const joined = (before: readonly string[] | undefined, paths: readonly string[]): readonly string[] => [
  ...new Set([...(before ?? []), ...paths]),
];

/** Adds paths that read as empty. */
export const maskPaths = (...paths: readonly string[]): Change => {
  for (const path of paths) absolutePath('maskPaths', path);
  return changeLinux((linux) => ({ ...linux, maskedPaths: joined(linux.maskedPaths, paths) }));
};

/** Adds paths that cannot be written. */
export const readonlyPaths = (...paths: readonly string[]): Change => {
  for (const path of paths) absolutePath('readonlyPaths', path);
  return changeLinux((linux) => ({ ...linux, readonlyPaths: joined(linux.readonlyPaths, paths) }));
};

/** Takes paths off both lists; without arguments, all of them. */
export const exposePaths = (...paths: readonly string[]): Change => {
  const kept = (list: readonly string[] | undefined): readonly string[] =>
    paths.length === 0 ? [] : (list ?? []).filter((path) => !paths.includes(path));
  return changeLinux((linux) => ({
    ...linux,
    maskedPaths: kept(linux.maskedPaths),
    readonlyPaths: kept(linux.readonlyPaths),
  }));
};

import { readFile } from 'node:fs/promises';
import type { LinuxCapabilities } from '@caisson/core';
import { badArgument } from '../arguments.ts';
import { capability, knownCapabilities } from '../capabilities.ts';
import { type Change, compose } from '../change.ts';
import { changeProcess } from '../parts.ts';
import { ownProfileOptions } from '../seccomp/profile.ts';
import { defaultSeccomp } from './seccomp.ts';

type Sets = keyof LinuxCapabilities;
const usual: readonly Sets[] = ['bounding', 'effective', 'permitted'];

const union = (before: readonly string[] | undefined, added: readonly string[]): readonly string[] => [
  ...new Set([...(before ?? []), ...added]),
];

/** Caisson's own seccomp profile follows, since what it allows depends on them; any other stays as it is. */
const followed: Change = (spec) => {
  const options = ownProfileOptions(spec.linux?.seccomp);
  return options === undefined ? spec : defaultSeccomp(options)(spec);
};

const changeCapabilities = (patch: (before: LinuxCapabilities) => LinuxCapabilities): Change =>
  compose(
    changeProcess((process) => ({ ...process, capabilities: patch(process.capabilities ?? {}) })),
    followed,
  );

/** Exactly these, in the bounding, effective and permitted sets; none inheritable or ambient. */
export const capabilities = (...names: readonly string[]): Change => {
  const full = names.map((name) => capability('capabilities', name));
  return changeCapabilities(() => ({ bounding: full, effective: full, permitted: full }));
};

/** Adds to the bounding, effective and permitted sets. */
export const addCapabilities = (...names: readonly string[]): Change => {
  const full = names.map((name) => capability('addCapabilities', name));
  return changeCapabilities((before) => ({
    ...before,
    ...Object.fromEntries(usual.map((set) => [set, union(before[set], full)])),
  }));
};

/** Takes out of every set; without names, all. */
export const dropCapabilities = (...names: readonly string[]): Change => {
  const full = names.map((name) => capability('dropCapabilities', name));
  return changeCapabilities((before) =>
    Object.fromEntries(
      Object.entries(before).map(([set, list]: [string, readonly string[]]) => [
        set,
        full.length === 0 ? [] : list.filter((name) => !full.includes(name)),
      ]),
    ),
  );
};

/** Adds to the ambient set, so that programs of a user other than root have them, and to all that it needs. */
export const ambientCapabilities = (...names: readonly string[]): Change => {
  const full = names.map((name) => capability('ambientCapabilities', name));
  const all: readonly Sets[] = [...usual, 'inheritable', 'ambient'];
  return changeCapabilities((before) =>
    Object.fromEntries(all.map((set) => [set, union(before[set], full)])),
  );
};

const sets: readonly unknown[] = ['bounding', 'effective', 'permitted', 'inheritable', 'ambient'];

const checkedSet = (who: string, set: Sets): Sets => {
  if (!sets.includes(set)) throw badArgument(who, set, `one of ${sets.join(', ')}`);
  return set;
};

/** Adds to one set alone. The kernel refuses what contradicts: an effective capability must be permitted too. */
export const addCapabilitiesTo = (set: Sets, ...names: readonly string[]): Change => {
  checkedSet('addCapabilitiesTo', set);
  const full = names.map((name) => capability('addCapabilitiesTo', name));
  return changeCapabilities((before) => ({ ...before, [set]: union(before[set], full) }));
};

/** Takes out of one set alone; without names, all. */
export const dropCapabilitiesFrom = (set: Sets, ...names: readonly string[]): Change => {
  checkedSet('dropCapabilitiesFrom', set);
  const full = names.map((name) => capability('dropCapabilitiesFrom', name));
  return changeCapabilities((before) => ({
    ...before,
    [set]: full.length === 0 ? [] : (before[set] ?? []).filter((name) => !full.includes(name)),
  }));
};

/** Every capability of kernel 5.9 and later. */
export const allKnownCapabilities = (): Change => capabilities(...knownCapabilities);

/** Every capability that this process could hand on: its own bounding set. */
export const allCurrentCapabilities = async (): Promise<Change> => {
  const status = await readFile('/proc/self/status', 'utf8');
  const bits = BigInt(`0x${/^CapBnd:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? '0'}`);
  return capabilities(...knownCapabilities.filter((_, number) => (bits >> BigInt(number)) & 1n));
};

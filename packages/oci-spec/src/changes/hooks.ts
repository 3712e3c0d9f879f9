import type { Hook, Hooks } from '@caisson/core';
import { absolutePath, badArgument, integer, object } from '../arguments.ts';
import type { Change } from '../change.ts';

/** When a hook runs. */
export type HookStage = keyof Hooks;

const stages: readonly unknown[] = [
  'prestart',
  'createRuntime',
  'createContainer',
  'startContainer',
  'poststart',
  'poststop',
];

const checked = (stage: HookStage, added: Hook): void => {
  const { path, timeout } = object(`hook ${stage}`, added, "a hook such as { path: '/usr/bin/notify' }");
  if (!stages.includes(stage)) throw badArgument('hook', stage, `one of ${stages.join(', ')}`);
  absolutePath(`hook ${stage}`, path);
  if (timeout !== undefined) integer(`hook ${stage} timeout`, timeout, 1);
};

/** Adds a hook after those of its stage. */
export const hook = (stage: HookStage, added: Hook): Change => {
  checked(stage, added);
  return (spec) => ({ ...spec, hooks: { ...spec.hooks, [stage]: [...(spec.hooks?.[stage] ?? []), added] } });
};

/** Takes away the hooks of these stages; without arguments, all. */
export const removeHooks =
  (...removed: readonly HookStage[]): Change =>
  (spec) => {
    const { hooks, ...rest } = spec;
    if (hooks === undefined || removed.length === 0) return rest;
    const kept = Object.entries(hooks).filter(([stage]) => !removed.includes(stage as HookStage));
    return { ...rest, hooks: Object.fromEntries(kept) };
  };

import type { Process, Spec } from '@caisson/core';
import { RuntimeError } from '@caisson/errors';
import { badArgument, text } from '../arguments.ts';
import type { Change } from '../change.ts';
import { annotations } from '../changes/annotations.ts';

/** The annotation that carries them, so that they travel with the bundle. */
export const startupHooksAnnotation = 'dev.caisson.startup-hooks';

/** A process that joins the container as soon as its own was started. */
export type StartupHook = Pick<Process, 'args' | 'cwd' | 'env' | 'user'> & {
  readonly args: readonly string[];
};

/**
 * Adds processes that whoever drives the container runs in it, in order, right after start: `sandbox` and drivers
 * that read `startupHooksOf`. The runtime itself knows nothing of them.
 */
export const startupHook = (...hooks: readonly StartupHook[]): Change => {
  for (const { args } of hooks) {
    if (args.length === 0) throw badArgument('startupHook', args, 'a program');
    for (const word of args) text('startupHook', word);
  }
  return (spec) => {
    const all = [...startupHooksOf(spec), ...hooks];
    return annotations({ [startupHooksAnnotation]: JSON.stringify(all) })(spec);
  };
};

const isHook = (value: unknown): value is StartupHook =>
  typeof value === 'object' &&
  value !== null &&
  'args' in value &&
  Array.isArray(value.args) &&
  value.args.length > 0 &&
  value.args.every((word) => typeof word === 'string') &&
  'cwd' in value &&
  typeof value.cwd === 'string';

/**
 * The startup hooks that a spec carries, in order.
 * @throws `ERR_INVALID_SPEC` where the annotation is not what `startupHook` writes.
 */
export const startupHooksOf = (spec: Spec): readonly StartupHook[] => {
  const written = spec.annotations?.[startupHooksAnnotation];
  if (written === undefined) return [];
  try {
    const hooks: unknown = JSON.parse(written);
    if (Array.isArray(hooks) && hooks.every(isHook)) return hooks;
  } catch (cause) {
    throw new RuntimeError('ERR_INVALID_SPEC', `annotations.${startupHooksAnnotation}: it is not JSON`, {
      cause,
    });
  }
  throw new RuntimeError(
    'ERR_INVALID_SPEC',
    `annotations.${startupHooksAnnotation}: it is not a list of processes`,
  );
};

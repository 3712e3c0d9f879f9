import type { CheckpointPlugin, CheckpointTarget } from '@caisson/core';

/** The devices that plug-ins have suspended. */
export interface Suspension {
  /** What each plug-in says of its own, by its name. */
  readonly described: Readonly<Record<string, unknown>>;
  /** Brings them back, the last first; every one, whatever fails. Once: a second call does nothing. */
  readonly undo: () => Promise<void>;
}

/** Suspends in order. One that fails has undone its own; the others are brought back. */
export const suspend = async (
  plugins: readonly CheckpointPlugin[],
  target: CheckpointTarget,
): Promise<Suspension> => {
  const undos: (() => Promise<void>)[] = [];
  const described: Record<string, unknown> = {};
  const undo = async (): Promise<void> => {
    const failures: unknown[] = [];
    for (const one of undos.splice(0).reverse()) await one().catch((error: unknown) => failures.push(error));
    if (failures.length === 1) throw failures[0];
    if (failures.length > 1) throw new AggregateError(failures, 'devices could not be brought back');
  };
  try {
    for (const plugin of plugins) {
      target.signal?.throwIfAborted();
      undos.push(await plugin.suspend(target));
      const said = await plugin.describe?.(target);
      if (said !== undefined) described[plugin.name] = said;
    }
    target.signal?.throwIfAborted();
  } catch (error) {
    await undo().catch((cause: unknown) => {
      throw new AggregateError(
        [error, cause],
        `${String(error)}; and what was suspended stays so: ${String(cause)}`,
      );
    });
    throw error;
  }
  return { described, undo };
};

import type { CheckpointPlugin, CheckpointTarget } from '@caisson/core';

/**
 * What one test has for itself: a plug-in and a container whose processes use what it cares for (CUDA's devices).
 * Disposing it removes whatever is left.
 */
export interface CheckpointPluginFixture extends AsyncDisposable {
  /** The plug-in that is tested. */
  readonly plugin: CheckpointPlugin;
  /** The container, with a directory for its image. */
  readonly target: CheckpointTarget;
  /** A container that uses nothing of the kind. */
  readonly idle: CheckpointTarget;
  /** How many processes of the container are suspended at the moment, and how many there are to suspend (1 or more). */
  readonly suspended: () => Promise<{ readonly suspended: number; readonly of: number }>;
  /** The next `suspend` fails once it has begun its work. */
  readonly failSuspend?: (() => Promise<void>) | undefined;
  /** As after a restore: the image at `imagePath` is whole, the container is back, and its processes are suspended. */
  readonly restored: () => Promise<void>;
  /** The image at `imagePath` cannot be restored here any more. */
  readonly spoil?: (() => Promise<void>) | undefined;
}

export type CheckpointPluginNeed = 'failSuspend' | 'spoil';

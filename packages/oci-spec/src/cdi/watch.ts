import { once } from 'node:events';
import { knownOptions } from '../arguments.ts';
import { type CdiState, loadState } from './load.ts';
import { type CdiOptions, type CdiRegistry, directoriesOf, registryOf } from './registry.ts';

export interface CdiWatchOptions extends CdiOptions {
  /** Called after each change that was read. */
  readonly onChange?: (() => void) | undefined;
}

/** A registry that keeps itself current until it is disposed of. It does not keep the process alive. */
export type WatchedCdi = CdiRegistry & AsyncDisposable;

/** As `loadCdi`, and reads again whenever a file of the directories changes, or a missing one of them appears. */
export const watchCdi = async (options: CdiWatchOptions = {}): Promise<WatchedCdi> => {
  const { onChange } = knownOptions('watchCdi', options, ['directories', 'onChange']);
  const directories = directoriesOf('watchCdi', options);
  const { watch } = await import('chokidar');
  const watcher = watch([...directories], { depth: 0, ignoreInitial: true, persistent: false });
  await once(watcher, 'ready');
  let state: CdiState = await loadState(directories);
  let wanted = 0;
  let reading: Promise<void> | undefined;
  const read = async (): Promise<void> => {
    // What changes while it is read is read again.
    for (let seen = -1; seen !== wanted; ) {
      seen = wanted;
      state = await loadState(directories);
    }
    reading = undefined;
    onChange?.();
  };
  watcher.on('all', () => {
    wanted += 1;
    reading ??= read();
  });
  return {
    ...registryOf(directories, () => state),
    [Symbol.asyncDispose]: async () => {
      await watcher.close();
      await reading;
    },
  };
};

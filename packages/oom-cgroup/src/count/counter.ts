/** The kernel's count of OOM kills in one container. */
export interface Counter extends Disposable {
  /** Since the cgroup was made; `undefined` where it is gone. */
  readonly read: () => number | undefined;
  /**
   * Once the cgroup is gone: whether the last count that was read is sure to be all. Bounded in time.
   */
  readonly complete: () => Promise<boolean>;
  /** What tells that it may have changed. */
  readonly alarm: 'inotify' | 'eventfd' | 'timer';
}

/** Called when the count may have changed. */
export type Changed = () => void;

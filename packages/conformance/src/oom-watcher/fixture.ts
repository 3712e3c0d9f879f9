import type { OomTarget, OomWatcherFactory } from '@caisson/core';

/** What one test has for itself. Disposing it removes whatever is left, subjects and all. */
export interface OomWatcherFixture extends AsyncDisposable {
  /** The factory that is tested. */
  readonly watcher: OomWatcherFactory;
  /** Made just now: a cgroup of its own with a memory limit, in which init runs and idles. */
  readonly subject: () => Promise<OomSubject>;
  /** What is there that the watchers made: descriptors, timers, directories; lines, none where it is clean. */
  readonly left?: (() => Promise<readonly string[]>) | undefined;
}

/** What is watched: a container, or a cgroup with a process. */
export interface OomSubject {
  /** As a driver would arm a watcher on it. */
  readonly target: Pick<OomTarget, 'pid' | 'id' | 'spec'>;
  /** The kernel kills one process of it for memory, and init lives on. Settles when the kill has been counted. */
  readonly killChild: () => Promise<void>;
  /** The kernel kills init for memory. Settles when init is gone; its cgroup is there. */
  readonly killInit: () => Promise<void>;
  /** SIGKILL ends init. Settles when init is gone; its cgroup is there. */
  readonly end: () => Promise<void>;
  /** Removes the cgroup, once init is gone: what `delete` does. */
  readonly remove: () => Promise<void>;
}

/**
 * What cannot be had everywhere: `killChild` where a kill ends the whole subject, as for gVisor; `left` where nobody
 * can tell.
 */
export type OomNeed = 'killChild' | 'left';

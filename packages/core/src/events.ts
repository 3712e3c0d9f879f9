import type { RuntimeError } from './errors.ts';
import type { OomReport } from './plug-ins.ts';
import type { ExitStatus } from './status.ts';

/** What {@link Runtime.events} tells; `exit` is the last. */
export type ContainerEvent =
  /** The kernel killed a process of the container for memory: one event for each kill, with its watcher's report. */
  | { readonly type: 'oom'; readonly at: Date; readonly report?: OomReport | undefined }
  /** Init is gone. */
  | { readonly type: 'exit'; readonly status: ExitStatus }
  /** Trouble that does not end the subscription, or `ERR_STATUS_LOST`, which does. */
  | { readonly type: 'error'; readonly error: RuntimeError };

import type { ChildProcess } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';

/**
 * Follows the children that Node starts on this thread: `spawn`, `fork`, `exec` and `execFile` all publish on this
 * channel, before there is a pid.
 */
export const nodesChildren = (): (() => ReadonlySet<number>) => {
  const started = new Set<ChildProcess>();
  subscribe('child_process', (message) => {
    started.add((message as { readonly process: ChildProcess }).process);
  });
  return () => {
    const pids = new Set<number>();
    for (const child of started) {
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
        pids.add(child.pid);
      else started.delete(child);
    }
    return pids;
  };
};

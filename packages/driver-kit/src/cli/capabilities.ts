import type { Capabilities } from '@caisson/core';
import type { Linux } from '@caisson/linux';
import type { DialectCapabilities } from '../dialect.ts';

const strangers = 'this kernel tells how a process ended to its parent alone (before 6.15)';

/** What a dialect answers for, and what this kit does: `native` is the native part, or why it is not there. */
export const capabilitiesOf = (
  { noForegroundImages, ...dialect }: DialectCapabilities,
  native: Linux | string,
): Capabilities => {
  const reason = typeof native === 'string' ? native : undefined;
  const noImages = dialect.checkpointRestore && reason !== undefined ? noForegroundImages : undefined;
  const waitAny = typeof native !== 'string' && native.tellsStrangers;
  return {
    ...dialect,
    checkpointRestore: dialect.checkpointRestore && noImages === undefined,
    killProcess: true,
    processes: true,
    stats: true,
    // A runtime in the foreground wants a terminal of its own, and this process may have none.
    terminal: dialect.terminal && reason === undefined,
    exactSignals: reason === undefined,
    orderedOutput: reason === undefined || dialect.orderedOutput !== false,
    waitCreated: reason === undefined,
    waitAny,
    reasons: {
      ...dialect.reasons,
      ...(noImages === undefined ? {} : { checkpointRestore: noImages }),
      ...(reason === undefined ? {} : { exactSignals: reason, terminal: reason, waitCreated: reason }),
      ...(reason === undefined || dialect.orderedOutput !== false ? {} : { orderedOutput: reason }),
      ...(waitAny ? {} : { waitAny: reason ?? strangers }),
    },
  };
};

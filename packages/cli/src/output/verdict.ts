import type { ExitStatus, Spec } from '@caisson/core';
import prettyBytes from 'pretty-bytes';

/** What a status does not show by its code: the kernel killed for memory. */
export const memoryNote = (id: string, status: ExitStatus, spec: Spec | undefined): string | undefined => {
  const { oomKilled, oomKills } = status;
  if (oomKilled !== true && !(typeof oomKills === 'number' && oomKills > 0)) return undefined;
  const limit = spec?.linux?.resources?.memory?.limit;
  const bound =
    limit !== undefined && limit > 0
      ? `limit ${prettyBytes(limit, { binary: true })}`
      : 'it has no limit of its own';
  if (oomKilled === true) return `${id} was killed for memory: ${bound}`;
  return `${oomKills} of the processes of ${id} ${oomKills === 1 ? 'was' : 'were'} killed for memory: ${bound}`;
};

/** The object of `--json`; on one line. */
export const statusLine = (
  id: string,
  status: ExitStatus | undefined,
  error?: { readonly code: string; readonly message: string },
): string => {
  const { exitCode, signal, oomKilled, oomKills, startedAt, finishedAt } = status ?? {};
  return JSON.stringify({ id, exitCode, signal, oomKilled, oomKills, startedAt, finishedAt, error });
};

import { closeSync, constants, openSync, writeSync } from 'node:fs';
import type { Cgroup } from '@caisson/cgroup';
import { RuntimeError } from '@caisson/errors';

/**
 * From now on an OOM in the cgroup kills all of its processes (cgroup-v2.rst, memory.oom.group).
 * @throws `ERR_NOT_SUPPORTED` on v1, which has no such file; `ERR_PERMISSION`
 */
export const killTogether = ({ version, path }: Cgroup): void => {
  const refuse = (code: 'ERR_NOT_SUPPORTED' | 'ERR_PERMISSION', reason: string, cause?: unknown) =>
    new RuntimeError(code, `oomGroup cannot be set for ${path}: ${reason}`, { reason, cause });
  if (version === 1)
    throw refuse('ERR_NOT_SUPPORTED', 'memory.oom.group came with cgroup v2, and this is v1');
  try {
    const fd = openSync(`${path}/memory.oom.group`, constants.O_WRONLY);
    try {
      writeSync(fd, '1');
    } finally {
      closeSync(fd);
    }
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ENODEV') return; // The cgroup has gone meanwhile.
    if (code === 'ENOENT')
      throw refuse('ERR_NOT_SUPPORTED', 'there is no memory.oom.group (before Linux 4.19)', cause);
    throw refuse('ERR_PERMISSION', message, cause);
  }
};

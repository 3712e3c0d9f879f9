import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MemoryCgroup } from '@caisson/driver-kit';

/** Where youki wrote a container's cgroup down: one path, the same below every controller of v1. */
export const memoryCgroup = (stateDir: string): MemoryCgroup | undefined => {
  try {
    const { cgroup_path: path } = JSON.parse(readFileSync(join(stateDir, 'youki_config.json'), 'utf8'));
    if (typeof path !== 'string' || path === '') return undefined;
    const v1 = '/sys/fs/cgroup/memory';
    return existsSync(v1)
      ? { version: 1, path: join(v1, path) }
      : { version: 2, path: join('/sys/fs/cgroup', path) };
  } catch {
    return undefined; // The count of OOM kills is 'unknown' then; it is never made up.
  }
};

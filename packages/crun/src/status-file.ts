import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MemoryCgroup } from '@caisson/driver-kit';

/** Where crun writes a container's cgroup: one path, the same below every v1 controller. */
export const memoryCgroup = (stateDir: string): MemoryCgroup | undefined => {
  try {
    const status = JSON.parse(readFileSync(join(stateDir, 'status'), 'utf8')) as Readonly<
      Record<string, unknown>
    >;
    const path = status['cgroup-path'];
    if (typeof path !== 'string' || path === '') return undefined;
    const v1 = '/sys/fs/cgroup/memory';
    return existsSync(v1)
      ? { version: 1, path: join(v1, path) }
      : { version: 2, path: join('/sys/fs/cgroup', path) };
  } catch {
    return undefined; // The counter is then unknown; it is never made up.
  }
};

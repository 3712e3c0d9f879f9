import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MemoryCgroup } from '@caisson/driver-kit';

/** Where the runtime wrote a container's cgroups down, given the directory of its state: here as runc does. */
export const memoryCgroup = (stateDir: string): MemoryCgroup | undefined => {
  try {
    const { cgroup_paths: paths } = JSON.parse(readFileSync(join(stateDir, 'state.json'), 'utf8'));
    if (paths.memory) return { version: 1, path: paths.memory };
    return paths[''] ? { version: 2, path: paths[''] } : undefined;
  } catch {
    return undefined; // The count of OOM kills is 'unknown' then; it is never made up.
  }
};

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MemoryCgroup } from '@caisson/driver-kit';

/** Where runc writes a container's cgroups: by controller on v1, under an empty name on v2. */
export const memoryCgroup = (stateDir: string): MemoryCgroup | undefined => {
  try {
    const { cgroup_paths: paths } = JSON.parse(readFileSync(join(stateDir, 'state.json'), 'utf8')) as {
      cgroup_paths?: Readonly<Record<string, string>>;
    };
    if (paths?.['memory']) return { version: 1, path: paths['memory'] };
    return paths?.[''] ? { version: 2, path: paths[''] } : undefined;
  } catch {
    return undefined; // The counter is then unknown; it is never made up.
  }
};

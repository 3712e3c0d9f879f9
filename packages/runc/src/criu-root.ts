import { existsSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { detachMount } from '@caisson/driver-kit';

/**
 * Where runc binds a container's root filesystem while CRIU restores it (runc:libcontainer/criu_linux.go): a runc that
 * was killed has left it mounted, in a state directory that `runc delete` does not know. Never removed with what is in
 * it, which is the container's.
 */
export const removeCriuRoot = (stateDir: string): void => {
  const path = join(stateDir, 'criu-root');
  if (!existsSync(path)) return;
  detachMount(path);
  try {
    rmdirSync(path);
    rmdirSync(stateDir);
  } catch {
    // It is not empty: runc's then, or somebody's.
  }
};

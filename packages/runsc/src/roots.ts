import { join } from 'node:path';
import type { RunscOptions } from './options.ts';

/** Where the containers' state is. */
export const rootOf = ({ root }: Pick<RunscOptions, 'root'>): string =>
  root ??
  (process.getuid?.() === 0 ? '/run/gvisor' : join(process.env['XDG_RUNTIME_DIR'] ?? '/run', 'gvisor'));

/**
 * The `--root` of a container. Each has its own, for runsc takes the beginning of an id for the id (kill of a missing
 * `a1` reaches `a10`) and refuses `a1` as ambiguous while there is an `a10` (runsc/container/state_file.go).
 */
export const ownRoot = (root: string, id: string): string => join(root, id);

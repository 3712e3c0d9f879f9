import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type MemoryCgroup, processStart, type Running } from '@caisson/driver-kit';

/** Of what runc writes of a container, as far as it is read here. */
interface StateFile {
  readonly init_process_pid?: number;
  /** In clock ticks since boot. */
  readonly init_process_start?: number;
  /** By controller on v1, under an empty name on v2; a hybrid host has both. */
  readonly cgroup_paths?: Readonly<Record<string, string>>;
  readonly config?: { readonly labels?: readonly string[] };
}

const bundleLabel = 'bundle=';

const read = (stateDir: string): StateFile =>
  JSON.parse(readFileSync(join(stateDir, 'state.json'), 'utf8')) as StateFile;

/** Where runc writes a container's cgroups. */
export const memoryCgroup = (stateDir: string): MemoryCgroup | undefined => {
  try {
    const { cgroup_paths: paths } = read(stateDir);
    if (paths?.['memory']) return { version: 1, path: paths['memory'] };
    return paths?.[''] ? { version: 2, path: paths[''] } : undefined;
  } catch {
    return undefined; // The counter is then unknown; it is never made up.
  }
};

/** As `runc state` finds it out: started, its init alive and the same, its cgroup not frozen. */
export const running = (stateDir: string): Running | undefined => {
  try {
    const { init_process_pid: pid, init_process_start: start, cgroup_paths: paths, config } = read(stateDir);
    const bundle = config?.labels?.find((label) => label.startsWith(bundleLabel))?.slice(bundleLabel.length);
    if (!pid || start === undefined || !bundle || !paths) return undefined;
    if (existsSync(join(stateDir, 'exec.fifo')) || processStart(pid) !== String(start)) return undefined;
    return isThawed(paths) ? { bundle } : undefined;
  } catch {
    return undefined; // Whatever it is, runc will say.
  }
};

const isThawed = ({ freezer, '': unified }: Readonly<Record<string, string>>): boolean => {
  if (freezer) return readFileSync(join(freezer, 'freezer.state'), 'utf8').trim() === 'THAWED';
  return unified !== undefined && readFileSync(join(unified, 'cgroup.freeze'), 'utf8').trim() === '0';
};

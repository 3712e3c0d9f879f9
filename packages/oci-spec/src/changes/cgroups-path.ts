import { text } from '../arguments.ts';
import type { Change } from '../change.ts';
import { changeLinux } from '../parts.ts';

/** Where the container's cgroups are: absolute below the cgroup mounts, or `slice:prefix:name` for systemd. */
export const cgroupsPath = (path: string): Change => {
  text('cgroupsPath', path, 'a path below the cgroup mounts');
  return changeLinux((linux) => ({ ...linux, cgroupsPath: path }));
};

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const entries = (dir: string): readonly string[] => {
  try {
    return readdirSync(dir);
  } catch {
    return [];
  }
};

const text = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

/** Processes of this file's commands, by their environment, and of its containers, by their cgroups. */
export const processes = (marker: string): readonly string[] =>
  entries('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter(
      (pid) => text(`/proc/${pid}/environ`).includes(marker) || text(`/proc/${pid}/cgroup`).includes(marker),
    )
    .map((pid) => `process ${pid} ${text(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')}`);

const directories = (dir: string): readonly string[] => {
  try {
    return readdirSync(dir, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .flatMap((entry) => [join(dir, entry.name), ...directories(join(dir, entry.name))]);
  } catch {
    return [];
  }
};

const cgroups = (marker: string): readonly string[] =>
  directories('/sys/fs/cgroup').filter((path) => path.includes(marker));

const mounts = (dirs: readonly string[]): readonly string[] =>
  text('/proc/self/mountinfo')
    .split('\n')
    .filter((line) => dirs.some((dir) => line.includes(` ${dir}/`)));

export interface Places {
  readonly marker: string;
  /** The runtime's state, the command's bundles, the temporary files. */
  readonly dirs: readonly string[];
}

/** All that is left of what the commands of one test file have made. */
export const remains = ({ marker, dirs }: Places): readonly string[] => [
  ...processes(marker),
  ...cgroups(marker),
  ...mounts(dirs),
  ...dirs.flatMap((dir) => entries(dir).map((name) => join(dir, name))),
];

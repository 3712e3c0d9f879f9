/** A process's place in one hierarchy: one line of /proc/PID/cgroup. */
export interface Membership {
  /** `['cpu', 'cpuacct']`, `['name=systemd']`; empty for the unified tree. */
  readonly controllers: readonly string[];
  /** Seen from the reader's cgroup namespace: with `/..` where it is outside. */
  readonly path: string;
  /** Its cgroup was removed since. */
  readonly deleted: boolean;
}

const parseLine = (line: string): Membership | undefined => {
  // A path may hold colons; it is not escaped, and the kernel refuses newlines in the names of cgroups.
  const match = /^\d+:([^:]*):(\/.*)$/.exec(line);
  const [, names, path] = match ?? [];
  if (names === undefined || path === undefined) return undefined;
  const deleted = path.endsWith(' (deleted)');
  return {
    controllers: names === '' ? [] : names.split(','),
    path: deleted ? path.slice(0, -' (deleted)'.length) : path,
    deleted,
  };
};

/** The lines of /proc/PID/cgroup. */
export const parseProcCgroup = (text: string): readonly Membership[] =>
  text.split('\n').flatMap((line) => parseLine(line) ?? []);

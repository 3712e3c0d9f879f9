/** One line of /proc/PID/mountinfo, as far as it matters here. */
export interface MountInfo {
  readonly id: number;
  readonly parent: number;
  /** What of the filesystem is mounted: `/`, or a directory of it (a bind mount, a cgroup namespace). */
  readonly root: string;
  readonly mountPoint: string;
  readonly type: string;
  /** The superblock's options; for cgroup v1 its controllers are among them. */
  readonly options: readonly string[];
}

// The kernel writes space, tab, newline, backslash and # as \ooo, byte by byte; other bytes stand as they are.
const decodeOctal = (field: string): string =>
  field.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));

const parseLine = (line: string): MountInfo | undefined => {
  const fields = line.split(' ');
  // Optional fields (shared:1, master:2, …) stand between the sixth and a lone dash: proc_pid_mountinfo(5).
  const dash = fields.indexOf('-', 6);
  const [id, parent, , root, mountPoint] = fields;
  const [type, , options] = dash < 0 ? [] : fields.slice(dash + 1);
  if (root === undefined || mountPoint === undefined || type === undefined) return undefined;
  return {
    id: Number(id),
    parent: Number(parent),
    root: decodeOctal(root),
    mountPoint: decodeOctal(mountPoint),
    type,
    options: options?.split(',') ?? [],
  };
};

/** The lines of /proc/PID/mountinfo, in their order (that of mounting). */
export const parseMountinfo = (text: string): readonly MountInfo[] =>
  text.split('\n').flatMap((line) => parseLine(line) ?? []);

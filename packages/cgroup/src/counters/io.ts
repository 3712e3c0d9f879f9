import type { IoStats } from '@caisson/core';
import { readKernelFile } from '../kernel-file.ts';
import { checkCgroup } from '../options.ts';
import type { Cgroup } from '../paths/process-cgroups.ts';

/** What one line of a counter file adds to its device. */
type Counts = Partial<Record<'readBytes' | 'writeBytes' | 'readOperations' | 'writeOperations', bigint>>;

const device = /^(\d+):(\d+) /;

const v2Keys: Readonly<Record<string, keyof Counts>> = {
  rbytes: 'readBytes',
  wbytes: 'writeBytes',
  rios: 'readOperations',
  wios: 'writeOperations',
};

/** io.stat: `8:0 rbytes=1 wbytes=2 rios=3 wios=4 …` */
const countsV2 = (line: string): Counts => {
  const counts: Counts = {};
  for (const [, key = '', value = ''] of line.matchAll(/(\w+)=(\d+)/g)) {
    const name = Object.hasOwn(v2Keys, key) ? v2Keys[key] : undefined;
    if (name) counts[name] = BigInt(value);
  }
  return counts;
};

/** blkio.throttle.io_service_bytes and …io_serviced: `8:0 Read 1` */
const countsV1 = (line: string, unit: 'Bytes' | 'Operations'): Counts => {
  const [, what, value] = /^\S+ (Read|Write) (\d+)$/.exec(line) ?? [];
  if (what === undefined || value === undefined) return {};
  return { [`${what.toLowerCase()}${unit}`]: BigInt(value) };
};

/** By block device; empty where the cgroup is gone or its kernel does not count. */
const parseIo = (
  files: readonly { readonly text: string | undefined; readonly counts: (line: string) => Counts }[],
): readonly IoStats[] => {
  const devices = new Map<string, IoStats>();
  for (const { text, counts } of files) {
    for (const line of text?.split('\n') ?? []) {
      const [key, major, minor] = device.exec(line) ?? [];
      if (key === undefined) continue;
      const before = devices.get(key) ?? {
        major: Number(major),
        minor: Number(minor),
        readBytes: 0n,
        writeBytes: 0n,
        readOperations: 0n,
        writeOperations: 0n,
      };
      devices.set(key, { ...before, ...counts(line) });
    }
  }
  return [...devices.values()];
};

/**
 * Bytes and operations of each block device, since the cgroup was made.
 * @throws `ERR_INVALID_OPTION`, `ERR_PERMISSION`
 */
export const readIo = async (cgroup: Cgroup): Promise<readonly IoStats[]> => {
  checkCgroup('readIo', cgroup);
  const read = (name: string) => readKernelFile(`${cgroup.path}/${name}`);
  if (cgroup.version === 2) return parseIo([{ text: read('io.stat'), counts: countsV2 }]);
  return parseIo([
    { text: read('blkio.throttle.io_service_bytes_recursive'), counts: (line) => countsV1(line, 'Bytes') },
    { text: read('blkio.throttle.io_serviced_recursive'), counts: (line) => countsV1(line, 'Operations') },
  ]);
};

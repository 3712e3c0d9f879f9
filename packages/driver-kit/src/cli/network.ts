import { readFileSync } from 'node:fs';
import type { NetworkStats } from '@caisson/core';

/** The columns of /proc/PID/net/dev that are told (net/core/net-procfs.c). */
const at = {
  receivedBytes: 0,
  receivedPackets: 1,
  receiveErrors: 2,
  receiveDropped: 3,
  sentBytes: 8,
  sentPackets: 9,
  sendErrors: 10,
  sendDropped: 11,
} as const;

/** The interfaces of a process's network namespace; `undefined` where it is gone. */
export const readNetwork = (pid: number): readonly NetworkStats[] | undefined => {
  try {
    return parseNetwork(readFileSync(`/proc/${pid}/net/dev`, 'utf8'));
  } catch {
    return undefined;
  }
};

const parseNetwork = (text: string): readonly NetworkStats[] =>
  text
    .split('\n')
    .slice(2)
    .flatMap((line) => {
      const [, name, rest] = /^\s*(\S+):\s*(.*)$/.exec(line) ?? [];
      if (name === undefined || rest === undefined) return [];
      const columns = rest.split(/\s+/);
      const counts = Object.fromEntries(
        Object.entries(at).map(([key, column]) => [key, BigInt(columns[column] ?? 0)]),
      ) as { [K in keyof typeof at]: bigint };
      return [{ name, ...counts }];
    });

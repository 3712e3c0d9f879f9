import type { Stats } from '@caisson/core';
import prettyBytes from 'pretty-bytes';
import { table } from './table.ts';

declare global {
  interface JSON {
    /** In Node since 21; TypeScript does not know it yet. */
    readonly rawJSON: (text: string) => unknown;
  }
}

/** Counts beyond 2^53 stay whole: as JSON numbers, for that is what a reader of JSON expects. */
export const statsJson = (stats: Stats): string => {
  const whole = (_key: string, value: unknown): unknown =>
    typeof value === 'bigint' ? JSON.rawJSON(String(value)) : value;
  return `${JSON.stringify(stats, whole, 2)}\n`;
};

const size = (bytes: number | bigint | undefined): string =>
  bytes === undefined ? '-' : prettyBytes(bytes, { binary: true });

const seconds = (ns: bigint | undefined): string =>
  ns === undefined ? '-' : `${(Number(ns) / 1e9).toFixed(2)} s`;

/** One line for each thing that this host counts. */
export const statsTable = ({ memory, cpu, pids, io = [], network = [] }: Stats): string => {
  const rows: string[][] = [];
  if (memory) {
    const { usageBytes, limitBytes, peakBytes, cacheBytes } = memory;
    const of = limitBytes === undefined ? '' : ` of ${size(limitBytes)}`;
    rows.push(['memory', `${size(usageBytes)}${of}, cache ${size(cacheBytes)}, peak ${size(peakBytes)}`]);
  }
  if (cpu) {
    const { usageNs, userNs, systemNs, throttling } = cpu;
    rows.push(['cpu', `${seconds(usageNs)}, user ${seconds(userNs)}, system ${seconds(systemNs)}`]);
    if (throttling && throttling.throttledPeriods > 0) {
      const { throttledPeriods, periods, throttledNs } = throttling;
      rows.push(['throttled', `${throttledPeriods} of ${periods} periods, ${seconds(throttledNs)}`]);
    }
  }
  if (pids) rows.push(['pids', `${pids.current}${pids.limit === undefined ? '' : ` of ${pids.limit}`}`]);
  for (const { major, minor, readBytes, writeBytes } of io) {
    rows.push([`disk ${major}:${minor}`, `read ${size(readBytes)}, written ${size(writeBytes)}`]);
  }
  for (const { name, receivedBytes, sentBytes } of network) {
    rows.push([`network ${name}`, `received ${size(receivedBytes)}, sent ${size(sentBytes)}`]);
  }
  return table(rows);
};

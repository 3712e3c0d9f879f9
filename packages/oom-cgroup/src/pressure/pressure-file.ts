import { readFileSync } from 'node:fs';

/** `some avg10=0.00 avg60=0.00 avg300=0.00 total=0` (accounting/psi.rst); `undefined` where the cgroup is gone. */
const lineOf = (path: string, level: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8')
      .split('\n')
      .find((line) => line.startsWith(`${level} `));
  } catch {
    return undefined;
  }
};

/** How long tasks have waited since the cgroup was made, in milliseconds. */
export const totalIn = (path: string, level: string): number | undefined => {
  const total = /total=(\d+)/.exec(lineOf(path, level) ?? '')?.[1];
  return total === undefined ? undefined : Number(total) / 1000;
};

/** The share of the last ten seconds in which they did, 0 to 1. */
export const shareIn = (path: string, level: string): number | undefined => {
  const percent = /avg10=([\d.]+)/.exec(lineOf(path, level) ?? '')?.[1];
  return percent === undefined ? undefined : Number(percent) / 100;
};

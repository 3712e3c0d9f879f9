import { readFileSync } from 'node:fs';
import { release } from 'node:os';
import type { ImageManifest } from '@caisson/core';

/** What a manifest says of the host. */
export type Host = Pick<ImageManifest, 'kernel' | 'architecture' | 'cpu'>;

export const describeHost = (): Host => ({
  kernel: release(),
  architecture: process.arch,
  cpu: cpuOf(readCpuinfo()),
});

const readCpuinfo = (): string => {
  try {
    return readFileSync('/proc/cpuinfo', 'utf8');
  } catch {
    return '';
  }
};

/** x86 calls them flags, arm64 Features. */
export const cpuOf = (cpuinfo: string): Host['cpu'] => {
  const model = /^model name\s*:\s*(.+)$/m.exec(cpuinfo)?.[1];
  const features = /^(?:flags|Features)\s*:\s*(.+)$/m.exec(cpuinfo)?.[1]?.trim().split(/\s+/) ?? [];
  return { ...(model === undefined ? {} : { model }), features: [...features].sort() };
};

import { readFileSync } from 'node:fs';

/** Why containers cannot be given GPUs here, or `undefined`. */
export const gpuReason = async (global: ReadonlySet<string>): Promise<string | undefined> => {
  if (!global.has('--nvproxy')) return 'this runsc has no --nvproxy; 20230306 or later has it';
  return driverVersion() === undefined ? 'this host has no NVIDIA driver loaded' : undefined;
};

/** As NVIDIA's kernel module tells it. */
const driverVersion = (): string | undefined => {
  try {
    return readFileSync('/sys/module/nvidia/version', 'utf8').trim();
  } catch {
    return undefined;
  }
};

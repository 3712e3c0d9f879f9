import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Spec } from '@caisson/core';

const node = /^\/dev\/(nvidia\d+|nvidiactl|nvidia-uvm(-tools)?|nvidia-caps\/.+|kfd|dri\/renderD\d+|dxg)$/;
const card = /^\/dev\/(nvidia\d+|dri\/renderD\d+|dxg)$/;
const none: readonly string[] = ['', 'none', 'void'];

/** What makes a container one with GPUs. */
export interface GpuUse {
  /** Device nodes of GPUs, by `linux.devices` or bind mounts. */
  readonly devices: readonly string[];
  /** What `NVIDIA_VISIBLE_DEVICES` asks for, where it asks for any. */
  readonly visible: string | undefined;
  /** CDI devices in annotations whose class is `gpu`. */
  readonly cdi: readonly string[];
}

/** How a spec uses GPUs: NVIDIA's, AMD's and those behind /dev/dri. */
export const gpuUse = (spec: Spec): GpuUse => {
  const paths = [
    ...(spec.linux?.devices ?? []).map(({ path }) => path),
    ...(spec.mounts ?? []).map(({ destination }) => destination),
  ];
  const variable = 'NVIDIA_VISIBLE_DEVICES=';
  const value = spec.process?.env?.findLast((entry) => entry.startsWith(variable))?.slice(variable.length);
  return {
    devices: [...new Set(paths.filter((path) => node.test(path)))],
    visible: value === undefined || none.includes(value) ? undefined : value,
    cdi: Object.entries(spec.annotations ?? {})
      .filter(([key]) => key.startsWith('cdi.k8s.io/'))
      .flatMap(([, names]) => names.split(','))
      .filter((name) => /^[^/]+\/gpu=/.test(name)),
  };
};

/** Whether a spec uses a GPU in any of these ways. */
export const usesGpu = (spec: Spec): boolean => {
  const { devices, visible, cdi } = gpuUse(spec);
  return devices.length > 0 || visible !== undefined || cdi.length > 0;
};

/** The GPUs of this host, as device nodes. Empty where there is none. */
export const hostGpus = async (dev = '/dev'): Promise<readonly string[]> => {
  const names = async (dir: string): Promise<readonly string[]> => readdir(dir).catch(() => []);
  const found = [
    ...(await names(dev)).map((name) => `/dev/${name}`),
    ...(await names(join(dev, 'dri'))).map((name) => `/dev/dri/${name}`),
  ];
  return found.filter((path) => card.test(path)).sort();
};

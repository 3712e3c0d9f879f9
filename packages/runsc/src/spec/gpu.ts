import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Mount, Spec } from '@caisson/core';
import { gpuUse } from '@caisson/oci-spec';

const nvidia = /^\/dev\/nvidia/;
const cdiNvidia = /^nvidia\.com\/gpu=/;
const tool = 'cuda-checkpoint';
/** Where it is in the container: in the default PATH. */
const inside = `/usr/local/bin/${tool}`;

/**
 * The device nodes of NVIDIA's GPUs in a spec. They alone stay: runsc serves the GPUs whose nodes it finds there,
 * `/dev/nvidiactl` among them (runsc/specutils/nvidia.go).
 */
export const nvidiaDevices = (spec: Spec): readonly string[] =>
  (spec.linux?.devices ?? []).map(({ path }) => path).filter((path) => nvidia.test(path));

/** Whether a spec uses NVIDIA's GPUs, by device nodes or CDI annotations. */
export const usesNvidia = (spec: Spec): boolean => {
  const { devices, cdi } = gpuUse(spec);
  return devices.some((path) => nvidia.test(path)) || cdi.some((name) => cdiNvidia.test(name));
};

/** GPUs of other makers, which no proxy of gVisor's serves. */
export const otherGpus = (spec: Spec): readonly string[] =>
  gpuUse(spec).devices.filter((path) => !nvidia.test(path));

/** The host's cuda-checkpoint, for a checkpoint runs it inside. */
export const cudaCheckpointMount = (spec: Spec): Mount | undefined => {
  if (spec.mounts?.some(({ destination }) => destination.endsWith(`/${tool}`))) return undefined;
  const source = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((dir) => join(dir, tool))
    .find((path) => path.startsWith('/') && existsSync(path));
  return source === undefined
    ? undefined
    : { destination: inside, type: 'bind', source, options: ['bind', 'ro'] };
};

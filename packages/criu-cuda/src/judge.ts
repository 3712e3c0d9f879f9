import type { ImageDifference } from '@caisson/core';
import { type Described, isDescribed } from './described.ts';
import { floors, majorOf } from './driver-floor.ts';
import type { CudaHost, Gpu } from './host/host.ts';

/** Whether what the plug-in wrote down of an image's devices fits this host. */
export const judgeDevices = async (
  described: unknown,
  host: CudaHost,
  deviceMap: Readonly<Record<string, string>> | undefined,
): Promise<readonly ImageDifference[]> => {
  if (!isDescribed(described) || described.processes === 0) return [];
  const here = host.driver();
  const fatal = (what: string, message: string, image?: string, own?: string): ImageDifference => ({
    what: `cuda.${what}`,
    severity: 'fatal',
    ...(image === undefined ? {} : { image }),
    ...(own === undefined ? {} : { here: own }),
    message,
  });
  if (here === undefined)
    return [fatal('driver', 'it has CUDA work, and there is no NVIDIA driver here', described.driver)];
  const differences: ImageDifference[] = [];
  if (here !== described.driver) {
    // The processes come back with the driver's own libraries in their memory.
    const message = `its processes hold the libraries of driver ${described.driver}, which work with no other; this is ${here}`;
    differences.push(fatal('driver', message, described.driver, here));
  }
  if (deviceMap && majorOf(here) < floors.deviceMap) {
    differences.push(
      fatal('deviceMap', `a device map needs driver ${floors.deviceMap} or later, and this is ${here}`),
    );
  }
  let gpus: readonly Gpu[];
  try {
    gpus = await host.gpus();
  } catch (error) {
    const message = `the devices of this host cannot be listed: ${(error as Error).message}`;
    return [...differences, { what: 'cuda.gpus', severity: 'risky', message }];
  }
  for (const old of described.gpus) differences.push(...judgeGpu(old, described, gpus, deviceMap, fatal));
  return [...differences, ...described.warnings.map(warned)];
};

const judgeGpu = (
  old: Described['gpus'][number],
  { used }: Described,
  gpus: readonly Gpu[],
  deviceMap: Readonly<Record<string, string>> | undefined,
  fatal: (what: string, message: string, image?: string, own?: string) => ImageDifference,
): readonly ImageDifference[] => {
  const bare = (uuid: string): string => uuid.replace(/^GPU-/, '').toLowerCase();
  const entry = Object.entries(deviceMap ?? {}).find(([from]) => bare(from) === bare(old.uuid));
  if (deviceMap && !entry) {
    return [
      fatal(
        'deviceMap',
        `the device map must name every device of the image, and lacks ${old.uuid}`,
        old.uuid,
      ),
    ];
  }
  const wanted = entry?.[1] ?? old.uuid;
  const gpu = gpus.find(({ uuid }) => bare(uuid) === bare(wanted));
  if (!gpu) {
    const own = gpus.map(({ uuid }) => uuid).join(', ') || 'none';
    const advice = entry ? '' : `; give a deviceMap to one of ${own} (driver ${floors.deviceMap})`;
    return [fatal('gpu', `there is no device ${wanted} here${advice}`, old.uuid, own)];
  }
  const differences: ImageDifference[] = [];
  if (gpu.model !== old.model) {
    const message = `the image is of a ${old.model}, and ${wanted} is a ${gpu.model}: the devices must be of one kind`;
    differences.push(fatal('model', message, old.model, gpu.model));
  }
  const needed = used[old.uuid] ?? 0;
  if (gpu.free < needed) {
    const message = `${needed} MiB are needed on ${wanted}, and ${gpu.free} MiB are free: a restore that runs out of memory leaves its process beyond saving`;
    differences.push(fatal('memory', message, String(needed), String(gpu.free)));
  }
  return differences;
};

const warned = ({ what, message, source }: Described['warnings'][number]): ImageDifference => ({
  what: `cuda.${what}`,
  severity: 'risky',
  message: `${message} (${source})`,
});

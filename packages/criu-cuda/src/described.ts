import type { CudaHost, Gpu } from './host/host.ts';
import type { CudaWarning } from './options.ts';

/** What the manifest keeps. */
export interface Described {
  readonly driver: string;
  readonly backend: string;
  readonly processes: number;
  readonly gpus: readonly Pick<Gpu, 'uuid' | 'model' | 'memory'>[];
  /** Of each GPU's memory, by UUID, in MiB. */
  readonly used: Readonly<Record<string, number>>;
  readonly warnings: readonly CudaWarning[];
}

/** What is in the way of nothing but may be of a restore. A host without nvidia-smi tells no devices. */
export const describeDevices = async (
  host: CudaHost,
  pids: readonly number[],
): Promise<Pick<Described, 'gpus' | 'used'> & { readonly mig: boolean }> => {
  try {
    const [gpus, used] = await Promise.all([host.gpus(), host.used(pids)]);
    const mine = Object.keys(used).length === 0 ? gpus : gpus.filter(({ uuid }) => Object.hasOwn(used, uuid));
    return {
      gpus: mine.map(({ uuid, model, memory }) => ({ uuid, model, memory })),
      used,
      mig: mine.some(({ mig }) => mig),
    };
  } catch {
    return { gpus: [], used: {}, mig: false };
  }
};

export const isDescribed = (value: unknown): value is Described =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Described).driver === 'string' &&
  Array.isArray((value as Described).gpus);

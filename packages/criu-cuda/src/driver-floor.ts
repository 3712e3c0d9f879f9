import { trouble } from './trouble.ts';

/** What each release of the driver brought (NVIDIA/cuda-checkpoint:README.md; CUDA's driver API). */
export const floors = {
  /** `--toggle`. */
  toggle: 550,
  /** The steps apart, and the state. */
  steps: 555,
  /** The driver's own API, and a time limit for `lock`. */
  api: 570,
  /** A restore on other devices. */
  deviceMap: 580,
} as const;

export const majorOf = (driver: string): number => Number.parseInt(driver, 10);

/** @throws `ERR_DEVICES` where the driver is missing, or older than what is wanted of it */
export const checkDriver = (
  driver: string | undefined,
  feature: keyof typeof floors,
  wanted: string,
): string => {
  const floor = floors[feature];
  if (driver === undefined)
    throw trouble('there is no NVIDIA driver on this host (/proc/driver/nvidia/version)');
  if (majorOf(driver) < floor)
    throw trouble(`${wanted} needs driver ${floor} or later, and this is ${driver}`);
  return driver;
};

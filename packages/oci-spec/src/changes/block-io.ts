import type { LinuxBlockIO, LinuxThrottleDevice, LinuxWeightDevice } from '@caisson/core';
import { integer } from '../arguments.ts';
import type { Change } from '../change.ts';
import { changeResources } from '../parts.ts';
import { blockIO as blockIOShape } from '../schema/resources.ts';
import { parseSize, type Size } from '../size.ts';
import { fitting } from './fitting.ts';

const set = (settings: LinuxBlockIO): Change =>
  changeResources((resources) => ({ ...resources, blockIO: { ...resources.blockIO, ...settings } }));

/** Any of the block devices' settings, beside those that are there. */
export const blockIO = (settings: LinuxBlockIO): Change => set(fitting('blockIO', blockIOShape, settings));

/** The share against other containers, 10 to 1000. */
export const blockIOWeight = (weight: number): Change =>
  set({ weight: integer('blockIOWeight', weight, 10, 1000) });

type Throttle =
  | 'throttleReadBpsDevice'
  | 'throttleWriteBpsDevice'
  | 'throttleReadIOPSDevice'
  | 'throttleWriteIOPSDevice';

const keys: Readonly<Record<keyof BlockIOLimits, Throttle>> = {
  readBytes: 'throttleReadBpsDevice',
  writeBytes: 'throttleWriteBpsDevice',
  readOperations: 'throttleReadIOPSDevice',
  writeOperations: 'throttleWriteIOPSDevice',
};

const isNot =
  (major: number, minor: number) =>
  (known: { readonly major: number; readonly minor: number }): boolean =>
    known.major !== major || known.minor !== minor;

/** In a second. */
export interface BlockIOLimits {
  readonly readBytes?: Size | undefined;
  readonly writeBytes?: Size | undefined;
  readonly readOperations?: number | undefined;
  readonly writeOperations?: number | undefined;
}

/** Throttles one block device, in place of what was set for it. */
export const blockIOLimits = (major: number, minor: number, limits: BlockIOLimits): Change => {
  integer('blockIOLimits', major, 0);
  integer('blockIOLimits', minor, 0);
  const rates = (Object.keys(keys) as (keyof BlockIOLimits)[]).flatMap((name) => {
    const limit = limits[name];
    return limit === undefined ? [] : [[keys[name], parseSize(limit, `blockIOLimits ${name}`)] as const];
  });
  const others = (list: readonly LinuxThrottleDevice[] | undefined): readonly LinuxThrottleDevice[] =>
    (list ?? []).filter(isNot(major, minor));
  return changeResources((resources) => ({
    ...resources,
    blockIO: {
      ...resources.blockIO,
      ...Object.fromEntries(
        rates.map(([key, rate]) => [key, [...others(resources.blockIO?.[key]), { major, minor, rate }]]),
      ),
    },
  }));
};

/** The share of one block device, in place of what was set for it. Each 10 to 1000. */
export const blockIODeviceWeight = (
  major: number,
  minor: number,
  { weight, leafWeight }: Pick<LinuxWeightDevice, 'weight' | 'leafWeight'>,
): Change => {
  const added = {
    major: integer('blockIODeviceWeight', major, 0),
    minor: integer('blockIODeviceWeight', minor, 0),
    ...(weight === undefined ? {} : { weight: integer('blockIODeviceWeight', weight, 10, 1000) }),
    ...(leafWeight === undefined ? {} : { leafWeight: integer('blockIODeviceWeight', leafWeight, 10, 1000) }),
  };
  return changeResources((resources) => ({
    ...resources,
    blockIO: {
      ...resources.blockIO,
      weightDevice: [...(resources.blockIO?.weightDevice ?? []).filter(isNot(major, minor)), added],
    },
  }));
};

/** Takes away every weight and limit of one block device. */
export const removeBlockIODevice = (major: number, minor: number): Change =>
  changeResources((resources) => ({
    ...resources,
    blockIO: Object.fromEntries(
      Object.entries(resources.blockIO ?? {}).map(([key, value]) => [
        key,
        Array.isArray(value) ? value.filter(isNot(major, minor)) : value,
      ]),
    ),
  }));

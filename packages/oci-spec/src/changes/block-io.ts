import type { LinuxBlockIO, LinuxThrottleDevice } from '@caisson/core';
import { integer } from '../arguments.ts';
import type { Change } from '../change.ts';
import { changeResources } from '../parts.ts';
import { parseSize, type Size } from '../size.ts';

/** Any of the block devices' settings, beside those that are there. */
export const blockIO = (settings: LinuxBlockIO): Change =>
  changeResources((resources) => ({ ...resources, blockIO: { ...resources.blockIO, ...settings } }));

/** The share against other containers, 10 to 1000. */
export const blockIOWeight = (weight: number): Change =>
  blockIO({ weight: integer('blockIOWeight', weight, 10, 1000) });

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
    (list ?? []).filter((known) => known.major !== major || known.minor !== minor);
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

import type { CheckpointPlugin } from '@caisson/core';
import { thisHost } from './host/this-host.ts';
import { type CudaOptions, settingsOf } from './options.ts';
import { pluginOf } from './plugin.ts';

/**
 * Takes a container's CUDA work along: for `plugins` of `checkpoint` and `restore`, the same for both. Every process
 * that uses CUDA is locked, then each is checkpointed, and with them their memory on the devices goes into the image.
 * @throws `ERR_INVALID_OPTION`, a `TypeError`
 */
export const cuda = (options: CudaOptions = {}): CheckpointPlugin => pluginOf(settingsOf(options), thisHost);

import type { LinuxMemory } from '@caisson/core';
import type { Change } from '../change.ts';
import { changeResources } from '../parts.ts';
import { parseSize, type Size } from '../size.ts';

const bytes = (who: string, size: Size): number => (size === -1 ? -1 : parseSize(size, who));

/** Any of the memory settings, beside those that are there. */
export const memory = (settings: LinuxMemory): Change =>
  changeResources((resources) => ({ ...resources, memory: { ...resources.memory, ...settings } }));

/** How much memory: `'512MiB'`, or bytes; -1 lifts the limit. */
export const memoryLimit = (size: Size): Change => memory({ limit: bytes('memoryLimit', size) });

/** The soft limit, held when the host is short of memory. */
export const memoryReservation = (size: Size): Change =>
  memory({ reservation: bytes('memoryReservation', size) });

/** Memory and swap together: the memory limit's own size means no swap; -1 lifts the limit. */
export const memoryAndSwapLimit = (size: Size): Change => memory({ swap: bytes('memoryAndSwapLimit', size) });

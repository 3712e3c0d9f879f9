import type { LinuxMemory } from '@caisson/core';
import type { Change } from '../change.ts';
import { changeResources } from '../parts.ts';
import { memory as memoryShape } from '../schema/resources.ts';
import { parseSize, type Size } from '../size.ts';
import { fitting } from './fitting.ts';

const bytes = (who: string, size: Size): number => (size === -1 ? -1 : parseSize(size, who));

const set = (settings: LinuxMemory): Change =>
  changeResources((resources) => ({ ...resources, memory: { ...resources.memory, ...settings } }));

/** Any of the memory settings, beside those that are there. */
export const memory = (settings: LinuxMemory): Change => set(fitting('memory', memoryShape, settings));

/** How much memory: `'512MiB'`, or bytes; -1 lifts the limit. */
export const memoryLimit = (size: Size): Change => set({ limit: bytes('memoryLimit', size) });

/** The soft limit, held when the host is short of memory. */
export const memoryReservation = (size: Size): Change =>
  set({ reservation: bytes('memoryReservation', size) });

/** Memory and swap together: the memory limit's own size means no swap; -1 lifts the limit. */
export const memoryAndSwapLimit = (size: Size): Change => set({ swap: bytes('memoryAndSwapLimit', size) });

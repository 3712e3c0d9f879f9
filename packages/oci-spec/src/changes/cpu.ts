import type { LinuxCPU } from '@caisson/core';
import { badArgument, integer, text } from '../arguments.ts';
import type { Change } from '../change.ts';
import { changeResources } from '../parts.ts';
import { cpu as cpuShape } from '../schema/resources.ts';
import { fitting } from './fitting.ts';

const set = (settings: LinuxCPU): Change =>
  changeResources((resources) => ({ ...resources, cpu: { ...resources.cpu, ...settings } }));

/** Any of the processor settings, beside those that are there. */
export const cpu = (settings: LinuxCPU): Change => set(fitting('cpu', cpuShape, settings));

const period = 100_000;

/** At most so many processors' time: `cpus(1.5)`. At least 0.01, since the kernel takes no quota below 1 ms. */
export const cpus = (count: number): Change => {
  if (typeof count !== 'number' || !(count >= 0.01 && count <= 65_536))
    throw badArgument('cpus', count, 'a number from 0.01 to 65536');
  return set({ quota: Math.round(count * period), period });
};

/** The share against other containers: 2 to 262144, 1024 being usual. */
export const cpuShares = (shares: number): Change =>
  set({ shares: integer('cpuShares', shares, 2, 262_144) });

/** The processors, and memory nodes if given, that it may use: `'0-3,7'`. */
export const cpuset = (processors: string, nodes?: string): Change => {
  const list = (value: string): string => {
    const right = "a list such as '0-3,7'";
    if (!/^\d+(-\d+)?(,\d+(-\d+)?)*$/.test(text('cpuset', value, right)))
      throw badArgument('cpuset', value, right);
    return value;
  };
  return set({ cpus: list(processors), ...(nodes === undefined ? {} : { mems: list(nodes) }) });
};

/** Time not used that may be used later, in microseconds. runc before 1.2 ignores it. */
export const cpuBurst = (microseconds: number): Change =>
  set({ burst: integer('cpuBurst', microseconds, 0) });

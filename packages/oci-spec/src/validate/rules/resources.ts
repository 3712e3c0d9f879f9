import type { LinuxCPU, LinuxMemory } from '@caisson/core';
import { shown } from '../problem.ts';
import { each, one, type Rule } from '../rule.ts';

const list = /^\s*(\d+(-\d+)?)(\s*,\s*\d+(-\d+)?)*\s*$/;

const memoryRule = one(
  'linux.resources.memory',
  ({ linux }) => linux?.resources?.memory,
  (memory: LinuxMemory) => {
    const { limit = 0, swap = 0, reservation = 0, swappiness = 0 } = memory;
    if (swap > 0 && limit > swap) {
      return {
        wrong: `swap (${swap}) is below limit (${limit})`,
        right: 'swap, which counts memory too, not below limit',
      };
    }
    if (swap > 0 && memory.limit === undefined)
      return { wrong: 'swap is limited and memory is not', right: 'a limit too' };
    if (limit > 0 && reservation > limit) {
      return {
        wrong: `reservation (${reservation}) is above limit (${limit})`,
        right: 'reservation not above limit',
      };
    }
    return swappiness > 100
      ? { wrong: `swappiness is ${swappiness}`, right: 'swappiness from 0 to 100' }
      : undefined;
  },
);

const cpuRule = one(
  'linux.resources.cpu',
  ({ linux }) => linux?.resources?.cpu,
  (cpu: LinuxCPU) => {
    const { quota = 0, period = 0, cpus, mems, shares = 1024, idle = 0 } = cpu;
    if (quota > 0 && quota < 1000)
      return { wrong: `quota is ${quota}`, right: 'quota of at least 1000 (1 ms), or -1' };
    if (period !== 0 && (period < 1000 || period > 1_000_000)) {
      return { wrong: `period is ${period}`, right: 'period from 1000 to 1000000 (1 ms to 1 s)' };
    }
    if (shares === 1) return { wrong: 'shares is 1', right: 'shares of at least 2' };
    if (idle !== 0 && idle !== 1) return { wrong: `idle is ${idle}`, right: 'idle 0 or 1' };
    for (const [name, value] of Object.entries({ cpus, mems })) {
      if (value && !list.test(value))
        return { wrong: `${name} is ${shown(value)}`, right: `${name} such as '0-3,7'` };
    }
    return undefined;
  },
);

export const resourceRules: readonly Rule[] = [
  memoryRule,
  cpuRule,
  each(
    'linux.resources.devices',
    ({ linux }) => linux?.resources?.devices,
    ({ type, access }) => {
      if (type !== undefined && !['', 'a', 'b', 'c'].includes(type))
        return { wrong: `its type is ${shown(type)}`, right: "'a', 'b' or 'c'" };
      return access === undefined || /^[rwm]*$/.test(access)
        ? undefined
        : { wrong: `its access is ${shown(access)}`, right: "access of 'r', 'w' and 'm'" };
    },
  ),
  one(
    'linux.resources.blockIO.weight',
    ({ linux }) => linux?.resources?.blockIO?.weight,
    (weight) =>
      weight === 0 || (weight >= 10 && weight <= 1000)
        ? undefined
        : { wrong: `it is ${weight}`, right: 'a weight from 10 to 1000' },
  ),
  each(
    'linux.resources.hugepageLimits',
    ({ linux }) => linux?.resources?.hugepageLimits,
    ({ pageSize }, index, first) => {
      return first < index
        ? { wrong: `${pageSize} is linux.resources.hugepageLimits[${first}] too`, right: 'one of each size' }
        : undefined;
    },
    ({ pageSize }) => pageSize,
  ),
  {
    reads: ['linux.resources.unified'],
    check: ({ linux }) =>
      Object.keys(linux?.resources?.unified ?? {})
        .filter((file) => file.includes('/') || !file.includes('.'))
        .map((file) => ({
          path: `linux.resources.unified[${JSON.stringify(file)}]`,
          wrong: 'it is no file of a cgroup',
          right: "a name such as 'memory.high'",
        })),
  },
];

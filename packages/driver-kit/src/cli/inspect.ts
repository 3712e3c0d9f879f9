import { readFileSync } from 'node:fs';
import { cgroupsOf, readCpu, readIo, readMemory, readPids, readProcesses } from '@caisson/cgroup';
import type { ContainerProcess, Signal, Stats } from '@caisson/core';
import { RuntimeError } from '@caisson/errors';
import type { Engine } from '../engine.ts';
import type { Command } from './command.ts';
import type { InitPids } from './initial-pid.ts';
import { readNetwork } from './network.ts';
import { processStart } from './process-start.ts';

/**
 * What a container uses and runs, from its cgroups and /proc: the same for every runtime that keeps a container in
 * a cgroup of its own, and without a command that would have to be started.
 */
export const inspecting = (
  { dialect }: Command,
  inits: InitPids,
): Required<Pick<Engine, 'stats' | 'processes'>> & {
  readonly killProcess: (id: string, pid: number, signal: Signal) => Promise<void>;
} => {
  const processes = async (id: string): Promise<readonly ContainerProcess[]> => {
    const init = await inits.of(id, 'processes');
    const [{ all: own }, { all: ours }] = await Promise.all([cgroupsOf(init), cgroupsOf('self')]);
    // Without a cgroup of its own, whose processes are the container's cannot be told by cgroups.
    const path = own.find((candidate) => !ours.includes(candidate));
    if (path === undefined) {
      const reason = 'it has no cgroup of its own';
      throw new RuntimeError(
        'ERR_NOT_SUPPORTED',
        `${dialect.name}: the processes of ${id} cannot be told: ${reason}`,
        {
          runtime: dialect.name,
          verb: 'processes',
          id,
          reason,
        },
      );
    }
    // A zombie runs no more and cannot be signalled.
    const running = (await readProcesses(path)).filter((pid) => processStart(pid) !== undefined);
    return running.map((pid) => ({ pid, hostPid: pid, ...argsOf(pid) }));
  };
  return {
    processes,
    stats: async (id): Promise<Stats> => {
      const init = await inits.of(id, 'stats');
      const cgroups = await cgroupsOf(init);
      const [memory, pids, io] = ['memory', 'pids', cgroups.version === 'v2' ? 'io' : 'blkio'].map(
        cgroups.controller,
      );
      const network = readNetwork(init);
      const used = memory && (await readMemory(memory));
      const counted = pids && (await readPids(pids));
      const time = await readCpu(cgroups);
      const { usageNs, userNs, systemNs, throttling } = time;
      return {
        at: new Date(),
        ...(used?.usageBytes === undefined ? {} : { memory: { ...used, usageBytes: used.usageBytes } }),
        ...(usageNs === undefined ? {} : { cpu: { usageNs, userNs, systemNs, throttling } }),
        ...(counted?.current === undefined ? {} : { pids: { ...counted, current: counted.current } }),
        ...(io ? { io: await readIo(io) } : {}),
        ...(network ? { network } : {}),
      };
    },
    killProcess: async (id, pid, signal) => {
      const known = (await processes(id)).some((process) => process.pid === pid);
      try {
        if (known) return void process.kill(pid, signal);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
      throw new RuntimeError('ERR_CONTAINER_NOT_RUNNING', `${dialect.name}: ${id} has no process ${pid}`, {
        runtime: dialect.name,
        verb: 'kill',
        id,
        reason: `no process of the container has the pid ${pid}`,
      });
    },
  };
};

const argsOf = (pid: number): Pick<ContainerProcess, 'args'> => {
  try {
    const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return { args: args.slice(0, -1) };
  } catch {
    return {}; // It ended meanwhile.
  }
};

import type { Stats } from '@caisson/core';

/** What `runsc events --stats` tells, of which the kernel inside is the only one to know. */
interface Told {
  readonly data?: {
    readonly pids?: { readonly current?: number };
    readonly cpu?: { readonly usage?: { readonly total?: number } };
    readonly memory?: { readonly usage?: { readonly usage?: number } };
  };
}

/**
 * The host's counters of the sandbox's cgroup, with the processes that the sandbox runs in place of the sandbox's own
 * threads. Without a cgroup (rootless), runsc's own word for memory and processor.
 */
export const statsOf = (host: Stats | undefined, words: string): Stats => {
  const { pids, cpu, memory } = (JSON.parse(words) as Told).data ?? {};
  const current = pids?.current;
  const limit = host?.pids?.limit;
  const own = current === undefined ? {} : { pids: { current, ...(limit === undefined ? {} : { limit }) } };
  if (host) return { ...host, pids: own.pids };
  return {
    at: new Date(),
    ...own,
    ...(cpu?.usage?.total === undefined ? {} : { cpu: { usageNs: BigInt(cpu.usage.total) } }),
    ...(memory?.usage?.usage === undefined ? {} : { memory: { usageBytes: memory.usage.usage } }),
  };
};

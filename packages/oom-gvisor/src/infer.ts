import { memoryCgroupOf, readOomKillsSync } from '@caisson/cgroup';
import type { OomReport, OomTarget } from '@caisson/core';
import { loadLinux } from '@caisson/linux';
import { endOf, onDeath } from './death.ts';
import { systemOomKills } from './memory/proc.ts';
import { hasEnded } from './memory/sandbox.ts';
import { watchMemory } from './memory/watch-memory.ts';
import type { GvisorOomWatcher } from './oom-gvisor.ts';
import type { Settings } from './options.ts';
import { type End, verdictOn } from './verdict.ts';

/** How long the one who knows how the sandbox ended may take to say so, in milliseconds. */
const hearMs = 1000;

/** Where no counter is the sandbox's own: its memory against its limit, and a verdict when it dies. */
export const infer = async (settings: Settings, target: OomTarget): Promise<GvisorOomWatcher> => {
  const { pid, spec, onOom, signal } = target;
  const linux = await loadLinux().catch(() => undefined);
  const limitBytes = settings.limitBytes ?? limitIn(spec?.linux?.resources?.memory?.limit);
  const cgroup = await memoryCgroupOf(pid).catch(() => undefined);
  const count = (): number | undefined => (cgroup ? readOomKillsSync(cgroup) : systemOomKills());
  const before = count();
  let verdict: 0 | 1 | 'unknown' | undefined;
  let dead = false;
  let heard: NodeJS.Timeout | undefined;

  const conclude = (end: End | undefined): void => {
    if (verdict !== undefined) return;
    clearTimeout(heard);
    const now = count();
    const sharedKills = before === undefined || now === undefined ? undefined : now - before;
    const atLimit = memory !== undefined && memory.last() >= settings.threshold * (limitBytes ?? Number.NaN);
    verdict = verdictOn({ end, atLimit, sharedKills });
    if (verdict === 1) tell();
  };
  const tell = (): void => {
    const at = new Date();
    const report: OomReport = {
      at,
      kill: 1,
      source: 'memory',
      certain: false,
      ...(limitBytes === undefined ? {} : { limitBytes }),
      ...(memory ? { peakBytes: memory.peak() } : {}),
    };
    try {
      onOom?.(at, report);
    } catch (error) {
      process.nextTick(() => {
        throw error;
      });
    }
  };
  const died = (): void => {
    if (dead) return;
    dead = true;
    const end = endOf(pid);
    if (end) conclude(end);
    else heard = setTimeout(conclude, hearMs, undefined).unref();
  };
  const death = onDeath(linux, pid, died);
  const memory = limitBytes === undefined ? undefined : watchMemory(target, limitBytes, settings, died);
  const stop = (): void => {
    signal?.removeEventListener('abort', stop);
    clearTimeout(heard);
    death[Symbol.dispose]();
    memory?.[Symbol.dispose]();
    verdict ??= 'unknown';
  };
  if (signal?.aborted) stop();
  else signal?.addEventListener('abort', stop, { once: true });
  return {
    source: 'memory',
    kills: async (end) => {
      if (end || dead || hasEnded(pid)) conclude(end ?? endOf(pid));
      return verdict ?? 0;
    },
    [Symbol.asyncDispose]: async () => stop(),
  };
};

const limitIn = (limit: number | undefined): number | undefined =>
  limit !== undefined && limit > 0 ? limit : undefined;

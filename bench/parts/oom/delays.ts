import { appendFileSync, watch, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cgroupMounts, cgroupsOf, removeCgroup } from '@caisson/cgroup';
import { loadLinux } from '@caisson/linux';
import { oomCgroup } from '@caisson/oom-cgroup';
import { ended, make, sleeper, spawnIn, write } from '../../../packages/oom-cgroup/test/support/cgroups.ts';
import { type KernelLog, kernelLog } from '../../../packages/oom-cgroup/test/support/kernel-log.ts';
import { processName } from '../../../packages/oom-cgroup/test/support/worlds.ts';
import type { Outcome, Place } from '../../harness/bench.ts';
import { quantile } from '../../harness/statistics.ts';
import { table } from '../../harness/table.ts';

const kills = 100;
const turns = 300;
const points = [0, 0.25, 0.5, 0.75, 0.9, 0.99, 1];

/** From the kernel's own time of a kill to the callback, beside the least that its way of telling takes here. */
export const measureDelays = async ({ dir, plan }: Place): Promise<Outcome> => {
  const { version, unified } = await cgroupMounts({ fresh: true });
  const v2 = version === 'v2';
  const parent = v2 ? unified?.mountPoint : (await cgroupsOf('self')).controller('memory')?.path;
  if (parent === undefined) throw new Error('there is no memory cgroup to make one in');
  const trips = v2 ? await inotifyTrips(dir) : await eventfdTrips();
  const delays = await killDelays(parent, v2, Math.min(kills, plan.most ?? kills));
  const trip = quantile(trips, 0.5);
  const cells = (values: readonly number[], shown: (value: number) => string): readonly string[] =>
    points.map((point) => shown(quantile(values, point)));
  const way = v2 ? 'inotify' : 'eventfd';
  return {
    title: `From the kernel's kill to the callback, cgroup v${v2 ? 2 : 1}: ${delays.length} kills`,
    text: table(
      ['', 'least', '25 %', 'median', '75 %', '90 %', '99 %', 'most'],
      [
        [`${way} round trip, ms`, ...cells(trips, (ms) => ms.toFixed(2))],
        ['delay, ms', ...cells(delays, (ms) => ms.toFixed(2))],
        ['delay, in median round trips', ...cells(delays, (ms) => (ms / trip).toFixed(1))],
      ],
    ),
    holds: delays.length > 0,
  };
};

/** A write to a watched file until Node calls: what inotify takes at the least. */
const inotifyTrips = async (dir: string): Promise<readonly number[]> => {
  const path = join(dir, 'watched');
  writeFileSync(path, '');
  let told = Promise.withResolvers<void>();
  const watcher = watch(path, () => told.resolve());
  const trips: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    told = Promise.withResolvers<void>();
    const begin = performance.now();
    appendFileSync(path, '.');
    await told.promise;
    trips.push(performance.now() - begin);
    await sleep(2);
  }
  watcher.close();
  return trips;
};

const eventfdTrips = async (): Promise<readonly number[]> => {
  const linux = await loadLinux();
  const fd = linux.eventfd();
  let told = Promise.withResolvers<void>();
  linux
    .watch(fd, 'in', () => {
      linux.readEventfd(fd);
      told.resolve();
    })
    .ref();
  const trips: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    told = Promise.withResolvers<void>();
    const begin = performance.now();
    writeSync(fd, new BigUint64Array([1n]));
    await told.promise;
    trips.push(performance.now() - begin);
    await sleep(2);
  }
  linux.close(fd);
  return trips;
};

const killDelays = async (parent: string, v2: boolean, count: number): Promise<readonly number[]> => {
  using log = kernelLog();
  const path = make(parent);
  write(`${path}/${v2 ? 'memory.max' : 'memory.limit_in_bytes'}`, 16 << 20);
  const name = processName();
  const told: number[] = [];
  {
    await using process = await sleeper(path);
    await using _watcher = await oomCgroup()({
      pid: process.pid,
      onOom: () => void told.push(performance.now()),
    });
    for (let kill = 0; kill < count; kill++) {
      const child = await spawnIn(
        [path],
        `echo ${name} >/proc/self/comm; x=0123456789; while :; do x=$x$x; done`,
      );
      await ended(child);
      while (told.length <= kill) await sleep(5);
    }
  }
  await removeCgroup(path);
  const killedAt = log.timesOf(` (${name}) total-vm:`);
  const offset = clockOffset(log, name);
  return told.map((at, index) => at - ((killedAt[index] ?? Number.NaN) + offset));
};

/** What is to be added to a time of the log to have one of `performance.now()`, in milliseconds. */
const clockOffset = (log: KernelLog, name: string): number => {
  const offsets: number[] = [];
  for (let turn = 0; turn < 20; turn++) {
    const words = `caisson ${name} ${turn} tells the time`;
    const before = performance.now();
    writeFileSync('/dev/kmsg', `<7>${words}\n`);
    const after = performance.now();
    const [at] = log.timesOf(words);
    if (at !== undefined) offsets.push((before + after) / 2 - at);
  }
  return quantile(offsets, 0.5);
};

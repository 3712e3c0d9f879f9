import { setTimeout as sleep } from 'node:timers/promises';
import type { Runtime } from '@caisson/core';
import type { Command } from 'commander';
import { containerId } from '../arguments/container-id.ts';
import { duration } from '../arguments/duration.ts';
import { print } from '../output/print.ts';
import { statsJson, statsTable } from '../output/stats.ts';
import { table } from '../output/table.ts';
import { interruptible } from '../process/interruptible.ts';
import { readUsage } from '../process/usage.ts';
import { type GlobalFlags, openRuntime } from '../runtime.ts';

interface TopFlags extends GlobalFlags {
  readonly interval: string;
  readonly once?: boolean | undefined;
  readonly json?: boolean | undefined;
}

export const topCommand = (program: Command, finish: (exitCode: number) => void): void => {
  const command = program.command('top');
  command
    .description("Show a container's processes and what each uses, again and again, until Ctrl-C")
    .argument('<id>', 'the container')
    .option('--interval <time>', 'between two looks', '2s')
    .option('--once', 'one look, and end')
    .option('--json', 'an object a line: stats and processes')
    .action(async (text: string) => {
      const id = containerId(text);
      const flags = command.optsWithGlobals<TopFlags>();
      const { ms } = duration('--interval', flags.interval);
      finish(
        await interruptible(async (signal) => {
          await using runtime = await openRuntime(flags);
          do {
            await look(runtime, id, flags);
            if (!flags.once) await sleep(ms, undefined, { signal });
          } while (!flags.once);
        }),
      );
    });
};

/** Clears the screen and goes to its corner, where there is one. */
const corner = (): string => (process.stdout.isTTY ? '\x1b[2J\x1b[H' : '');

const look = async (runtime: Runtime, id: string, { json }: TopFlags): Promise<void> => {
  const [stats, processes] = await Promise.all([runtime.stats(id), runtime.processes(id)]);
  const used = processes.map((process) => ({ ...process, ...readUsage(process.hostPid ?? process.pid) }));
  if (json) {
    const line = statsJson({ ...stats, processes: used } as typeof stats).replaceAll(/\n\s*/g, ' ');
    return await print(`${line.trim()}\n`);
  }
  const rows = used.map(({ pid, args = [], cpuSeconds, residentBytes }) => [
    `${pid}`,
    cpuSeconds === undefined ? '-' : cpuSeconds.toFixed(2),
    residentBytes === undefined ? '-' : `${Math.round(residentBytes / 1024)}`,
    args.join(' '),
  ]);
  await print(
    `${corner()}${statsTable(stats)}\n${table([['PID', 'CPU s', 'RESIDENT KiB', 'COMMAND'], ...rows])}`,
  );
};

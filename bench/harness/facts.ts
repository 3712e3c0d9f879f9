import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { busyMs } from './processor.ts';
import { table } from './table.ts';

/** What a result is worth nothing without: the machine, the versions, and how busy it was with other things. */
export const facts = async (): Promise<string> => {
  const share = await busyAtRest();
  const machine = table(
    ['measured', new Date().toISOString().slice(0, 16).replace('T', ' ')],
    Object.entries({
      kernel: release(),
      processors: `${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown'}`,
      memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
      node: process.versions.node,
      runc: versionOf('runc'),
      crun: versionOf('crun'),
      runsc: versionOf('runsc'),
      docker: versionOf('dockerd'),
      'busy at rest': `${(share * 100).toFixed(0)} %`,
      'load average': loadavg()
        .map((load) => load.toFixed(2))
        .join(' '),
    }).map(([name, fact]) => [name, fact]),
  );
  return share > quietShare ? `${machine}\n${warning}` : machine;
};

const quietShare = 0.1;
const warning =
  'The machine is busy with other things: their processor time is counted too, and of the wall times trust the ratios alone.';

const restMs = 1_000;

/** The share of all processors that others take while the benchmark does nothing. */
const busyAtRest = async (): Promise<number> => {
  const busy = busyMs();
  const begin = performance.now();
  await sleep(restMs);
  return (busyMs() - busy) / (performance.now() - begin) / availableParallelism();
};

const versionOf = (program: string): string => {
  try {
    const said = execFileSync(program, ['--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return /\d+\.\d+[^\s,]*/.exec(said)?.[0] ?? said.trim();
  } catch {
    return 'none';
  }
};

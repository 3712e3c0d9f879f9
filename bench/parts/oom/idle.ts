import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Outcome, Place } from '../../harness/bench.ts';
import { table } from '../../harness/table.ts';
import type { IdleCost, SideName } from './idle-side.ts';
import { type Idlers, idleContainers, idleSandboxes, sandboxesCanBe } from './idlers.ts';

const [count, seconds] = [1000, 60];
/** Real sandboxes, each watched so often that a thousand are: what watching costs does not know the difference. */
const sandboxCount = 10;

/** What a thousand watchers cost while nothing happens for a minute, beside a poller; each in a program of its own. */
export const measureIdle = async (place: Place): Promise<readonly Outcome[]> => [
  ...(place.plan.only === 'runsc' ? [] : await ofContainers(place)),
  ...(sandboxesCanBe ? await ofSandboxes(place) : []),
];

const ofContainers = async (place: Place): Promise<readonly Outcome[]> => [
  {
    title: `${count} idle watchers of as many cgroups, ${seconds} s`,
    ...(await costs(place, await idleContainers(place, count), ['nothing', 'events', 'timer', 'poller'])),
  },
];

const ofSandboxes = async (place: Place): Promise<readonly Outcome[]> => {
  const title = `${count} idle watchers of ${sandboxCount} gVisor sandboxes, ${seconds} s`;
  return [
    {
      title: `${title}: cgroups that can be seen`,
      ...(await costs(place, await idleSandboxes(sandboxCount, count), ['nothing', 'sandbox'])),
    },
    {
      title: `${title}: none, by --ignore-cgroups`,
      ...(await costs(place, await idleSandboxes(sandboxCount, count, '--ignore-cgroups'), [
        'nothing',
        'sandbox',
        'sandbox-poller',
      ])),
    },
  ];
};

const costs = async (
  { plan }: Place,
  idlers: Idlers,
  sides: readonly SideName[],
): Promise<Pick<Outcome, 'text' | 'holds'>> => {
  await using held = idlers;
  const all: IdleCost[] = [];
  for (const side of sides) {
    plan.signal?.throwIfAborted();
    all.push(await costOf(side, held.pids));
  }
  return { text: tableOf(all), holds: true };
};

const costOf = async (side: SideName, pids: readonly number[]): Promise<IdleCost> => {
  const file = join(import.meta.dirname, 'idle-side.ts');
  const child = spawn(process.execPath, ['--expose-gc', file, side, String(seconds)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(pids.join('\n'));
  let out = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  await once(child, 'close');
  return JSON.parse(out) as IdleCost;
};

const names: Readonly<Record<SideName, string>> = {
  nothing: 'nothing',
  events: 'oomCgroup(), events',
  timer: "oomCgroup({ way: 'timer' })",
  poller: 'a poller of counters every 500 ms',
  sandbox: 'oomGvisor()',
  'sandbox-poller': 'a poller of resident pages every 500 ms',
};

const tableOf = (costs: readonly IdleCost[]): string =>
  table(
    ['', 'way', 'processor ms in it', 'to arm, ms', 'memory KiB', 'of it heap', 'descriptors'],
    costs.map((cost) => [
      names[cost.side],
      cost.way,
      cost.processorMs.toFixed(0),
      cost.armMs.toFixed(0),
      (cost.residentBytes / 1024).toFixed(0),
      (cost.heapBytes / 1024).toFixed(0),
      String(cost.descriptors),
    ]),
  );

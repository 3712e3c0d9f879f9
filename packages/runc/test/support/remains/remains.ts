import { setTimeout as sleep } from 'node:timers/promises';
import { cgroupsOf } from './cgroups.ts';
import { descriptors, settledDescriptors } from './descriptors.ts';
import { filesLeft, mountsIn } from './files.ts';
import { processesOf, zombies } from './processes.ts';
import { sweep } from './sweep.ts';

/** By what a world's own things are known. */
export interface Own {
  readonly dir: string;
  /** Of its container ids. */
  readonly prefix: string;
  /** In its processes' environment. */
  readonly marker: string;
  /** The runtime, by which what is left is deleted. */
  readonly binary: string;
  /** Each container has a root of its own in the world's. */
  readonly ownRoots: boolean;
}

/** What is left in the system of the things that a world made: lines for people, none where it is clean. */
export interface Remains {
  /** At this moment, processes aside that are dead and not reaped yet. */
  readonly now: () => readonly string[];
  /** The processes alone. */
  readonly processes: () => readonly string[];
  /** At the end: zombies and open descriptors too, and a process that was just killed may take a moment to go. */
  readonly atLast: () => Promise<readonly string[]>;
  /** Removes it. */
  readonly sweep: () => Promise<void>;
}

const patienceMs = 15_000;

export const remainsOf = (own: Own): Remains => {
  const now = (): readonly string[] => [
    ...filesLeft(own),
    ...cgroupsOf(own),
    ...mountsIn(own),
    ...processesOf(own),
  ];
  const all = (): readonly string[] => [...now(), ...zombies(), ...descriptors(settledDescriptors())];
  return {
    now,
    processes: () => processesOf(own),
    atLast: async () => {
      for (let waited = 0; waited < patienceMs && all().length > 0; waited += 100) await sleep(100);
      return all();
    },
    sweep: () => sweep(own),
  };
};

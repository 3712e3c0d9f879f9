import { join } from 'node:path';
import type { OomWatcherFactory, Runtime } from '@caisson/core';
import { crun } from '@caisson/crun';
import { type Change, memoryLimit } from '@caisson/oci-spec';
import { oomCgroup } from '@caisson/oom-cgroup';
import { oomGvisor } from '@caisson/oom-gvisor';
import { runc } from '@caisson/runc';
import { runsc } from '@caisson/runsc';
import { type BenchKind, containerKinds, sandboxKinds } from './kinds.ts';

/** Emulation has one processor, and takes a second for a kill. */
const inLab = process.env['CAISSON_LAB'] === '1';

/** A runtime, and the watcher of its containers. */
export interface Contestant {
  readonly name: 'runc' | 'crun' | 'runsc';
  readonly make: (root: string) => Promise<Runtime>;
  /** The state directory of one container. */
  readonly rootOf: (root: string, id: string) => string;
  readonly watcher: () => OomWatcherFactory;
  readonly memory: Change;
  readonly kinds: readonly BenchKind[];
  /** Containers that are killed for memory, and as many that are not. */
  readonly full: number;
  readonly atOnce: number;
}

export const contestants: readonly Contestant[] = [
  {
    name: 'runc',
    make: (root) => runc({ root, waiting: 'native' }),
    rootOf: (root) => root,
    watcher: () => oomCgroup(),
    memory: memoryLimit('16MiB'),
    kinds: containerKinds,
    full: inLab ? 300 : 1000,
    atOnce: inLab ? 4 : 20,
  },
  {
    name: 'crun',
    make: (root) => crun({ root, waiting: 'native' }),
    rootOf: (root) => root,
    watcher: () => oomCgroup(),
    memory: memoryLimit('16MiB'),
    kinds: containerKinds,
    full: 1000,
    atOnce: inLab ? 4 : 20,
  },
  {
    name: 'runsc',
    make: (root) => runsc({ root, waiting: 'native' }),
    rootOf: join,
    watcher: () => oomGvisor(),
    memory: memoryLimit('96MiB'),
    kinds: sandboxKinds,
    full: inLab ? 50 : 200,
    atOnce: inLab ? 2 : 20,
  },
];

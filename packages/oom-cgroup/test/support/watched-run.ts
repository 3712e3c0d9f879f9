import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ContainerEvent, ExitStatus, OomReport, OomWatcherFactory, Runtime } from '@caisson/core';
import type { Kind } from './kinds.ts';

const run = promisify(execFile);

/** All that was told of one container. */
export interface Told {
  readonly status: ExitStatus;
  /** By the watcher itself. */
  readonly reports: readonly OomReport[];
  /** By the driver's events. */
  readonly events: readonly ContainerEvent[];
  /** How many reports there were when it was let end. */
  readonly inTime: number;
}

export interface Place {
  readonly runtime: Runtime;
  /** Its state directory, or that of one container. */
  readonly root: string | ((id: string) => string);
  readonly oom: OomWatcherFactory;
}

/** Runs a container of a kind with a watcher, and gives all that was told. */
export const watchedRun = async (
  { runtime, root, oom }: Place,
  id: string,
  bundle: string,
  kind: Kind,
): Promise<Told> => {
  const reports: OomReport[] = [];
  const { promise: enough, resolve } = Promise.withResolvers<void>();
  let following: Promise<readonly ContainerEvent[]> | undefined;
  let inTime = 0;
  const watched: OomWatcherFactory = (target) =>
    oom({
      ...target,
      onOom: (at, report) => {
        target.onOom?.(at, report);
        if (report) reports.push(report);
        if (reports.length === kind.kills) resolve();
      },
    });
  const line = async function* (): AsyncGenerator<string> {
    await enough;
    inTime = reports.length;
    yield 'end\n';
  };
  const status = await runtime.run(id, bundle, {
    oom: watched,
    ...(kind.livesOn ? { stdin: line() } : {}),
    onCreated: () => {
      following = gather(runtime.events(id));
    },
    onStarted: async () => {
      if (kind.fate === 'SIGKILL') await runtime.kill(id, 'SIGKILL');
      if (kind.fate === 'delete') {
        const dir = typeof root === 'string' ? root : root(id);
        await run(runtime.name, ['--root', dir, 'delete', '--force', id]);
      }
    },
  });
  return { status, reports, events: (await following) ?? [], inTime };
};

const gather = async (events: AsyncIterable<ContainerEvent>): Promise<readonly ContainerEvent[]> => {
  const all: ContainerEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
};

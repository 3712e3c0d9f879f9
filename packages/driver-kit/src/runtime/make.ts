import { resolve } from 'node:path';
import type { CreateOptions, OomWatcherFactory, Signal, Spec, Streams } from '@caisson/core';
import { RuntimeError } from '@caisson/errors';
import type { EngineProcess, Io } from '../engine.ts';
import { ioOf } from '../streams/plumbing.ts';
import { readBundle } from './bundle.ts';
import { type Container, containerOf } from './container.ts';
import type { Kit } from './kit.ts';
import { checkTerminal } from './terminal.ts';

/** A container to be made: its parts checked, nothing begun. */
export interface Order {
  readonly id: string;
  readonly bundle: string;
  readonly spec: Spec;
  readonly streams: Streams;
}

/** @throws `ERR_INVALID_SPEC`, `ERR_NOT_SUPPORTED`, `ERR_CONTAINER_EXISTS` */
export const orderOf = (kit: Kit, id: string, bundle: string, streams: Streams): Order => {
  const spec = readBundle(kit.engine.name, id, bundle);
  checkTerminal(kit, 'process.terminal in config.json', spec.process?.terminal === true, streams);
  // One that is over may have been deleted by another program: the runtime knows.
  if (kit.containers.get(id)?.over() === false) {
    const { name } = kit.engine;
    throw new RuntimeError('ERR_CONTAINER_EXISTS', `${name}: there is a container ${id} already`, {
      runtime: name,
      id,
    });
  }
  return { id, bundle: resolve(bundle), spec, streams };
};

/** Makes the container by the engine's way and keeps it known until it is deleted. */
export const make = async (
  kit: Kit,
  { id, bundle, spec, streams }: Order,
  way: (id: string, bundle: string, io: Io) => Promise<EngineProcess>,
): Promise<Container> => {
  const process = await way(id, bundle, ioOf(streams));
  const { engine } = kit;
  const kill = (signal: Signal): Promise<void> =>
    engine.kill(id, signal, { all: true }).catch(() => engine.kill(id, signal, { all: false }));
  const container = containerOf({ runtime: kit.engine.name, id, bundle, spec, process, streams, kill });
  const former = kit.containers.get(id);
  kit.containers.set(id, container);
  await former?.[Symbol.asyncDispose]();
  return container;
};

/** Arms the call's own watcher, or the driver's. */
export const arm = async (
  kit: Kit,
  container: Container,
  { oom }: { readonly oom?: OomWatcherFactory | undefined },
  fresh: boolean,
): Promise<void> => {
  const factory = oom ?? kit.oom;
  if (factory) await container.watch(factory, fresh);
};

/**
 * Removes a container with whatever still runs in it and all that this process holds for it; `removed`: the runtime
 * has forgotten it already.
 */
export const dispose = async (kit: Kit, container: Container, removed = false): Promise<void> => {
  try {
    if (!removed) await kit.engine.delete(container.id, true);
  } finally {
    if (kit.containers.get(container.id) === container) kit.containers.delete(container.id);
    await container[Symbol.asyncDispose]();
  }
};

/** Which streams a call was given. */
export const streamsOf = ({ stdin, stdout, stderr, output, terminal }: CreateOptions): Streams =>
  ({ stdin, stdout, stderr, output, terminal }) as Streams;

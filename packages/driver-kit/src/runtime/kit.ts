import type { OomWatcherFactory } from '@caisson/core';
import { RuntimeError } from '@caisson/errors';
import type { Engine } from '../engine.ts';
import type { Container } from './container.ts';

/** What the calls of one runtime object share. */
export interface Kit {
  readonly engine: Engine;
  readonly oom: OomWatcherFactory | undefined;
  /** The containers that this object made and that are not deleted yet. */
  readonly containers: Map<string, Container>;
  /** Those that it did not make and that somebody waits for, or waited. */
  readonly adoptions: Map<string, Promise<Container>>;
  /** How many processes `exec` has running in each container. */
  readonly execs: Map<string, number>;
  /** Containers of which an image is being made. */
  readonly freezing: Set<string>;
  /** Aborted by `close`. */
  readonly closing: AbortController;
  /** Runs and execs under way, for `close` to wait for. */
  readonly active: Set<Promise<unknown>>;
}

/** @throws `ERR_CLOSED` */
export const checkOpen = ({ engine, closing }: Kit): void => {
  if (closing.signal.aborted) throw closed(engine.name);
};

export const closed = (runtime: string): RuntimeError =>
  new RuntimeError('ERR_CLOSED', `this ${runtime} object was closed`, { runtime });

export const notSupported = ({ engine }: Kit, verb: string, why?: string): RuntimeError => {
  const reason = why ?? `${engine.name} has no ${verb}`;
  return new RuntimeError('ERR_NOT_SUPPORTED', `${engine.name} cannot ${verb}: ${reason}`, {
    runtime: engine.name,
    verb,
    reason,
  });
};

/** Keeps a run or an exec known until it settles. */
export const active = <T>({ active: set }: Kit, work: Promise<T>): Promise<T> => {
  const settled = work.then(
    () => {},
    () => {},
  );
  set.add(settled);
  void settled.then(() => set.delete(settled));
  return work;
};

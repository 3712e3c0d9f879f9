import type { Container } from './container.ts';

/** What memory runtimes share that are to see the same containers, as programs on one machine do. */
export interface MemoryHost {
  /** The containers' ids. */
  readonly ids: () => readonly string[];
}

/** What it is inside. */
export interface Host extends MemoryHost {
  readonly containers: Map<string, Container>;
  readonly nextPid: () => number;
}

/** Above what Linux and macOS give: a real process never has one of these. */
const firstPid = 5_000_000;

let pid = firstPid;
const hosts = new WeakMap<MemoryHost, Host>();

/** A host of its own, to give to several `memory({ host })`. */
export const memoryHost = (): MemoryHost => {
  const containers = new Map<string, Container>();
  const host: Host = { ids: () => [...containers.keys()], containers, nextPid: () => pid++ };
  hosts.set(host, host);
  return host;
};

/** @returns `undefined` for what {@link memoryHost} did not make. */
export const hostOf = (host: unknown): Host | undefined =>
  typeof host === 'object' && host !== null ? hosts.get(host as MemoryHost) : undefined;

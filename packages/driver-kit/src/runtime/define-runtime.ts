import type { DriverOptions, Runtime } from '@caisson/core';
import type { Engine } from '../engine.ts';
import { create, start } from './create.ts';
import { remove } from './delete.ts';
import { events } from './events.ts';
import { exec } from './exec.ts';
import { checkOpen, type Kit, notSupported } from './kit.ts';
import { plain } from './plain.ts';
import { run } from './run.ts';
import { wait } from './wait.ts';

/** The whole life cycle over an engine: validation, streams, abort, OOM order, events, clean-up. */
export const defineRuntime = (engine: Engine, { oom }: Pick<DriverOptions, 'oom'> = {}): Runtime => {
  const kit: Kit = {
    engine,
    oom,
    containers: new Map(),
    adoptions: new Map(),
    closing: new AbortController(),
    active: new Set(),
  };
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    kit.closing.abort();
    closing ??= (async () => {
      while (kit.active.size > 0) await Promise.all([...kit.active]);
      await engine.close?.();
    })();
    return closing;
  };
  const noImages = (verb: string) => async (): Promise<never> => {
    checkOpen(kit);
    throw notSupported(kit, verb, engine.capabilities.reasons.checkpointRestore);
  };
  return {
    name: engine.name,
    ...(engine.version === undefined ? {} : { version: versionIn(engine.version) }),
    capabilities: engine.capabilities,
    ...plain(kit),
    run: run(kit),
    create: create(kit),
    start: start(kit),
    wait: wait(kit),
    exec: exec(kit),
    delete: remove(kit),
    events: events(kit),
    checkpoint: noImages('checkpoint'),
    restore: noImages('restore'),
    close,
    [Symbol.asyncDispose]: close,
  };
};

const versionIn = (text: string): string => /\bversion:?\s+(\S+)/.exec(text)?.[1] ?? text;

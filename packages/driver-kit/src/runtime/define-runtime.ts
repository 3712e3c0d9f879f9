import type { DriverOptions, Runtime } from '@caisson/core';
import type { Engine } from '../engine.ts';
import { checkpoint } from './checkpoint.ts';
import { create, start } from './create.ts';
import { remove } from './delete.ts';
import { events } from './events.ts';
import { exec } from './exec.ts';
import type { Kit } from './kit.ts';
import { plain } from './plain.ts';
import { restore } from './restore.ts';
import { run } from './run.ts';
import { wait } from './wait.ts';

/** The whole life cycle over an engine: validation, streams, abort, OOM order, events, clean-up. */
export const defineRuntime = (engine: Engine, { oom }: Pick<DriverOptions, 'oom'> = {}): Runtime => {
  const kit: Kit = {
    engine,
    oom,
    containers: new Map(),
    adoptions: new Map(),
    execs: new Map(),
    freezing: new Set(),
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
  const about = {
    name: engine.name,
    ...(engine.version === undefined ? {} : { version: versionIn(engine.version) }),
  };
  const verbs = plain(kit);
  const { suspendsCuda } = engine;
  const reach = { ...about, processes: verbs.processes, exec: exec(kit), suspendsCuda };
  return {
    ...about,
    capabilities: engine.capabilities,
    ...verbs,
    run: run(kit),
    create: create(kit),
    start: start(kit),
    wait: wait(kit),
    exec: reach.exec,
    delete: remove(kit),
    events: events(kit),
    checkpoint: checkpoint(kit, reach),
    restore: restore(kit, reach),
    close,
    [Symbol.asyncDispose]: close,
  };
};

const versionIn = (text: string): string => /\bversion:?\s+(\S+)/.exec(text)?.[1] ?? text;

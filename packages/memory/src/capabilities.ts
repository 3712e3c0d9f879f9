import type { Capabilities, Capability } from '@caisson/core';

const nothing = 'nothing of the kind is there in memory';

const able = {
  checkpointRestore: true,
  gpu: false,
  oomEvents: true,
  joinExistingNetNS: false,
  cdi: false,
  create: true,
  pause: true,
  update: true,
  stats: true,
  events: true,
  processes: true,
  terminal: false,
  killProcess: true,
  waitCreated: true,
  waitAny: true,
  exactSignals: true,
  orderedOutput: true,
} as const;

/** Those that an instance can be told to do without. */
export const optional: readonly Capability[] = (Object.keys(able) as (keyof typeof able)[]).filter(
  (name) => able[name],
);

export const capabilitiesWithout = (lacking: readonly Capability[]): Capabilities => {
  const reasons: Partial<Record<Capability, string>> = {};
  for (const name of ['gpu', 'joinExistingNetNS', 'cdi', 'terminal'] as const) reasons[name] = nothing;
  for (const name of lacking) reasons[name] = 'this instance was made to lack it';
  const without = Object.fromEntries(lacking.map((name) => [name, false]));
  return { ...able, ...without, reasons };
};

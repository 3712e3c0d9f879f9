import { abort } from './abort.ts';
import { capabilities } from './capabilities.ts';
import { checkpoint } from './checkpoint.ts';
import { close, leaks } from './close.ts';
import { errors } from './errors.ts';
import { events } from './events.ts';
import { execs } from './exec.ts';
import { hooks } from './hooks.ts';
import { kill } from './kill.ts';
import { life } from './life.ts';
import { oom } from './oom.ts';
import { concurrency, options } from './options.ts';
import { prepare } from './prepare.ts';
import { resources } from './resources.ts';
import type { Specimen } from './specimen.ts';
import { streams } from './streams.ts';
import { state, wait } from './wait.ts';

/** Runtimes that each break one promise. */
export const broken: readonly Specimen[] = [
  ...capabilities,
  ...prepare,
  ...life,
  ...hooks,
  ...wait,
  ...state,
  ...execs,
  ...streams,
  ...kill,
  ...events,
  ...oom,
  ...checkpoint,
  ...resources,
  ...errors,
  ...options,
  ...abort,
  ...concurrency,
  ...close,
  ...leaks,
];

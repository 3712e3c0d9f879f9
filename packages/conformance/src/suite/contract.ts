import { abort } from '../topics/abort.ts';
import { capabilities } from '../topics/capabilities.ts';
import { checkpoint } from '../topics/checkpoint.ts';
import { close } from '../topics/close.ts';
import { concurrency } from '../topics/concurrency.ts';
import { errors } from '../topics/errors.ts';
import { events } from '../topics/events.ts';
import { exec } from '../topics/exec.ts';
import { hooks } from '../topics/hooks.ts';
import { kill } from '../topics/kill.ts';
import { leaks } from '../topics/leaks.ts';
import { lifeCycle } from '../topics/life-cycle.ts';
import { oom } from '../topics/oom.ts';
import { options } from '../topics/options.ts';
import { pause } from '../topics/pause.ts';
import { prepare } from '../topics/prepare.ts';
import { processes, stats, update } from '../topics/resources.ts';
import { state } from '../topics/state.ts';
import { sinks } from '../topics/streams/sinks.ts';
import { sources } from '../topics/streams/sources.ts';
import { terminal } from '../topics/terminal.ts';
import { wait } from '../topics/wait.ts';
import type { ContractTest } from './topic.ts';

/** Every sentence of the contract that is tested. */
export const contract: readonly ContractTest[] = [
  ...capabilities,
  ...prepare,
  ...lifeCycle,
  ...hooks,
  ...wait,
  ...state,
  ...exec,
  ...sources,
  ...sinks,
  ...terminal,
  ...kill,
  ...events,
  ...oom,
  ...checkpoint,
  ...pause,
  ...update,
  ...stats,
  ...processes,
  ...errors,
  ...options,
  ...abort,
  ...concurrency,
  ...close,
  ...leaks,
];

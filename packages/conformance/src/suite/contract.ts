import { errors } from '../topics/errors.ts';
import { exec } from '../topics/exec.ts';
import { hooks } from '../topics/hooks.ts';
import { kill } from '../topics/kill.ts';
import { lifeCycle } from '../topics/life-cycle.ts';
import { options } from '../topics/options.ts';
import { state } from '../topics/state.ts';
import { sinks } from '../topics/streams/sinks.ts';
import { sources } from '../topics/streams/sources.ts';
import { terminal } from '../topics/terminal.ts';
import { wait } from '../topics/wait.ts';
import type { ContractTest } from './topic.ts';

/** Every sentence of the contract that is tested. */
export const contract: readonly ContractTest[] = [
  ...lifeCycle,
  ...hooks,
  ...wait,
  ...state,
  ...exec,
  ...sources,
  ...sinks,
  ...terminal,
  ...kill,
  ...errors,
  ...options,
];

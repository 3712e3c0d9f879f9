import type { Bench } from '../harness/bench.ts';
import { checkpoint } from './checkpoint.ts';
import { docker } from './docker.ts';
import { exec } from './exec.ts';
import { ociSpec } from './oci-spec.ts';
import { oom, oomDelay, oomIdle } from './oom.ts';
import { run } from './run.ts';
import { runsc } from './runsc.ts';
import { seccomp } from './seccomp.ts';

/** In the order in which they run. */
export const benches: readonly Bench[] = [
  run,
  exec,
  checkpoint,
  docker,
  runsc,
  ociSpec,
  seccomp,
  oom,
  oomDelay,
  oomIdle,
];

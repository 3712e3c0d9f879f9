import type {
  Box,
  CPUAffinity,
  LinuxCapabilities,
  LinuxIOPriority,
  POSIXRlimit,
  Process,
  Scheduler,
  User,
} from '@caisson/core';
import { listOf, maybe, members, oneOf, type Shape } from './shape.ts';
import { flag, int, int32, matching, text, texts, uint32, uint32s, uint64 } from './values.ts';

const box: Shape<Box> = members<Box>({ height: uint64, width: uint64 });

const user: Shape<User> = members<User>({
  uid: maybe(uint32),
  gid: maybe(uint32),
  umask: maybe(uint32),
  additionalGids: maybe(uint32s),
  username: maybe(text),
});

const capabilities: Shape<LinuxCapabilities> = members<LinuxCapabilities>({
  bounding: maybe(texts),
  effective: maybe(texts),
  inheritable: maybe(texts),
  permitted: maybe(texts),
  ambient: maybe(texts),
});

const rlimit: Shape<POSIXRlimit> = members<POSIXRlimit>({
  type: matching(/^RLIMIT_[A-Z]+$/, "a limit such as 'RLIMIT_NOFILE'"),
  soft: uint64,
  hard: uint64,
});

export const scheduler: Shape<Scheduler> = members<Scheduler>({
  policy: oneOf(
    'SCHED_OTHER',
    'SCHED_FIFO',
    'SCHED_RR',
    'SCHED_BATCH',
    'SCHED_ISO',
    'SCHED_IDLE',
    'SCHED_DEADLINE',
  ),
  nice: maybe(int32),
  priority: maybe(int32),
  flags: maybe(
    listOf(
      oneOf(
        'SCHED_FLAG_RESET_ON_FORK',
        'SCHED_FLAG_RECLAIM',
        'SCHED_FLAG_DL_OVERRUN',
        'SCHED_FLAG_KEEP_POLICY',
        'SCHED_FLAG_KEEP_PARAMS',
        'SCHED_FLAG_UTIL_CLAMP_MIN',
        'SCHED_FLAG_UTIL_CLAMP_MAX',
      ),
    ),
  ),
  runtime: maybe(uint64),
  deadline: maybe(uint64),
  period: maybe(uint64),
});

const ioPriority: Shape<LinuxIOPriority> = members<LinuxIOPriority>({
  class: oneOf('IOPRIO_CLASS_RT', 'IOPRIO_CLASS_BE', 'IOPRIO_CLASS_IDLE'),
  priority: maybe(int32),
});

const cpuList: Shape<string> = matching(/^[0-9, -]*$/, "a list of processors such as '0-3,7'");
export const affinity: Shape<CPUAffinity> = members<CPUAffinity>({
  initial: maybe(cpuList),
  final: maybe(cpuList),
});

export const process: Shape<Process> = members<Process>({
  args: maybe(texts),
  commandLine: maybe(text),
  cwd: text,
  env: maybe(texts),
  terminal: maybe(flag),
  consoleSize: maybe(box),
  user: maybe(user),
  capabilities: maybe(capabilities),
  rlimits: maybe(listOf(rlimit)),
  noNewPrivileges: maybe(flag),
  apparmorProfile: maybe(text),
  selinuxLabel: maybe(text),
  oomScoreAdj: maybe(int),
  scheduler: maybe(scheduler),
  ioPriority: maybe(ioPriority),
  execCPUAffinity: maybe(affinity),
});

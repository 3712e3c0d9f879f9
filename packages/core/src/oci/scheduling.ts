/** The scheduling of a process: sched_setattr(2). Since 1.1. */
export interface Scheduler {
  readonly policy: LinuxSchedulerPolicy;
  /** -20 to 19, for `SCHED_OTHER` and `SCHED_BATCH`. */
  readonly nice?: number;
  /** The static priority, for `SCHED_FIFO` and `SCHED_RR`. */
  readonly priority?: number;
  readonly flags?: readonly LinuxSchedulerFlag[];
  /** In nanoseconds, for `SCHED_DEADLINE`. */
  readonly runtime?: number;
  /** In nanoseconds, for `SCHED_DEADLINE`. */
  readonly deadline?: number;
  /** In nanoseconds, for `SCHED_DEADLINE`. */
  readonly period?: number;
}

export type LinuxSchedulerPolicy =
  | 'SCHED_OTHER'
  | 'SCHED_FIFO'
  | 'SCHED_RR'
  | 'SCHED_BATCH'
  | 'SCHED_ISO'
  | 'SCHED_IDLE'
  | 'SCHED_DEADLINE';

export type LinuxSchedulerFlag =
  | 'SCHED_FLAG_RESET_ON_FORK'
  | 'SCHED_FLAG_RECLAIM'
  | 'SCHED_FLAG_DL_OVERRUN'
  | 'SCHED_FLAG_KEEP_POLICY'
  | 'SCHED_FLAG_KEEP_PARAMS'
  | 'SCHED_FLAG_UTIL_CLAMP_MIN'
  | 'SCHED_FLAG_UTIL_CLAMP_MAX';

/** ioprio_set(2). Since 1.1. */
export interface LinuxIOPriority {
  readonly class: IOPriorityClass;
  /** 0 (highest) to 7 within the class; of no meaning to `IOPRIO_CLASS_IDLE`. */
  readonly priority?: number;
}

export type IOPriorityClass = 'IOPRIO_CLASS_RT' | 'IOPRIO_CLASS_BE' | 'IOPRIO_CLASS_IDLE';

/** Lists of CPUs, such as `0-3,7`, for a process that joins a container. Since 1.2.1. */
export interface CPUAffinity {
  /** While the runtime prepares the process, before it enters the container's cgroup. */
  readonly initial?: string;
  /** Once it is in the container's cgroup. */
  readonly final?: string;
}

import type {
  CPUAffinity,
  IOPriorityClass,
  LinuxMemoryPolicy,
  LinuxPersonality,
  Scheduler,
} from '@caisson/core';
import { badArgument, integer } from '../arguments.ts';
import type { Change } from '../change.ts';
import { changeLinux, changeProcess } from '../parts.ts';
import { memoryPolicy as memoryPolicyShape, personality as personalityShape } from '../schema/linux.ts';
import { affinity as affinityShape, scheduler as schedulerShape } from '../schema/process.ts';
import { fitting } from './fitting.ts';

/** How the kernel schedules it. runc before 1.2 and crun before 1.9 ignore it. */
export const scheduler = (settings: Scheduler): Change => {
  fitting('scheduler', schedulerShape, settings);
  if (settings.nice !== undefined) integer('scheduler nice', settings.nice, -20, 19);
  if (settings.priority !== undefined) integer('scheduler priority', settings.priority, 0, 99);
  return changeProcess((process) => ({ ...process, scheduler: settings }));
};

const classes: Readonly<Record<string, IOPriorityClass>> = {
  realtime: 'IOPRIO_CLASS_RT',
  'best-effort': 'IOPRIO_CLASS_BE',
  idle: 'IOPRIO_CLASS_IDLE',
};

/** Its priority at block devices, 0 being the highest of a class. runc before 1.2 and crun before 1.9 ignore it. */
export const ioPriority = (name: 'realtime' | 'best-effort' | 'idle', priority = 0): Change => {
  const known = classes[name];
  if (known === undefined) throw badArgument('ioPriority', name, `one of ${Object.keys(classes).join(', ')}`);
  integer('ioPriority', priority, 0, 7);
  return changeProcess((process) => ({ ...process, ioPriority: { class: known, priority } }));
};

/** The processors of processes that join. runc before 1.3 ignores it. */
export const execCPUAffinity = (affinity: CPUAffinity): Change => {
  fitting('execCPUAffinity', affinityShape, affinity);
  return changeProcess((process) => ({ ...process, execCPUAffinity: affinity }));
};

/** `LINUX32` shows a 32-bit machine to programs. runc before 1.2 ignores it. */
export const personality = (settings: LinuxPersonality): Change => {
  fitting('personality', personalityShape, settings);
  return changeLinux((linux) => ({ ...linux, personality: settings }));
};

/** On which nodes its memory is. Needs a runtime of specification 1.3. */
export const memoryPolicy = (policy: LinuxMemoryPolicy): Change => {
  fitting('memoryPolicy', memoryPolicyShape, policy);
  return changeLinux((linux) => ({ ...linux, memoryPolicy: policy }));
};

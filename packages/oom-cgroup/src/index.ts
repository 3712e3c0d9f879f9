export { cgroupPathOf } from './cgroup-path-of.ts';
export type { CgroupOomWatcher, Way } from './oom-cgroup.ts';
export { oomCgroup } from './oom-cgroup.ts';
export { withOomParent } from './oom-parent.ts';
export type { OomCgroupOptions, PressureOptions, PressureReport } from './options.ts';

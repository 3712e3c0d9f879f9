export type { RunscOptions } from './options.ts';
export { type Runsc, type RunscPrepareOptions, runsc, runsc as driver } from './runsc.ts';

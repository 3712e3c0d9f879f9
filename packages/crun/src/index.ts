export { type Crun, type CrunOptions, crun, crun as driver } from './crun.ts';

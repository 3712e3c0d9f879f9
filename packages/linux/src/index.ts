export type { ConsoleSocket, Linux, Pipe, Watch } from './linux.ts';
export { loadLinux } from './load.ts';
export type { Claim, ProcessEnd, Reaper } from './reaper/reaper.ts';

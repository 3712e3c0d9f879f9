export { type Attached, attachTerminal } from './attach.ts';
export { type TerminalSize, terminal } from './terminal.ts';

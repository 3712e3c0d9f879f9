import type { Command } from 'commander';

/** What `run` and `exec` say of the program that they attend. */
export interface AttendFlags {
  readonly interactive?: boolean | undefined;
  readonly tty?: boolean | undefined;
  readonly timeout?: string | undefined;
  readonly grace: string;
  readonly json?: boolean | undefined;
}

export const addAttendFlags = (command: Command, json: string): Command =>
  command
    .option('--interactive', 'pass this terminal on as its input (files and pipes always are)')
    .option('-t, --tty', 'give it a terminal: this one, so that Ctrl-C is its own')
    .option('--timeout <time>', 'how long it may run: 30s, 5m, 1h30m; a plain number is seconds')
    .option('--grace <time>', 'how long it has to stop when it is asked to, before it is killed', '10s')
    .option('--json', json);

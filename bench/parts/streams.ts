import type { ExitStatus } from '@caisson/core';

/** What is done with a program's standard output and error. */
export type Streams = 'discarded' | 'piped';

export const bothStreams: readonly Streams[] = ['discarded', 'piped'];

const drop = (): void => {};

/** The same, as our calls take it. */
export const sinks = (streams: Streams): { readonly stdout?: () => void; readonly stderr?: () => void } =>
  streams === 'piped' ? { stdout: drop, stderr: drop } : {};

export const checkSuccess = ({ exitCode }: Pick<ExitStatus, 'exitCode'>): void => {
  if (exitCode !== 0) throw new Error(`the program exited with ${exitCode}`);
};

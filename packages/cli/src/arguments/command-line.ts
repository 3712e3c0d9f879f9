import { UsageError } from '../usage-error.ts';

/** The program and its arguments, as they follow `--`. `usage` is what precedes it: `caisson run`. */
export const commandLine = (usage: string, words: readonly string[]): readonly [string, ...string[]] => {
  const [program, ...rest] = words;
  if (program === undefined) throw new UsageError(`give a command after --, such as: ${usage} -- echo hello`);
  if (program === '') throw new UsageError("the command is empty; give a program's name or path after --");
  return [program, ...rest];
};

import type { Box } from '@caisson/core';
import { absolutePath, badArgument, integer, text } from '../arguments.ts';
import type { Change } from '../change.ts';
import { changeProcess, without } from '../parts.ts';

/** The program and its arguments. */
export const args = (...command: readonly [program: string, ...args: readonly string[]]): Change => {
  for (const word of command) text('args', word);
  if (command.length === 0) throw badArgument('args', command, 'a program');
  return changeProcess((process) => ({ ...process, args: [...command] }));
};

/** The working directory. */
export const cwd = (path: string): Change => {
  absolutePath('cwd', path);
  return changeProcess((process) => ({ ...process, cwd: path }));
};

/** A pseudoterminal, of this size at first; `false` for none. */
export const terminal = (size: Partial<Box> | boolean = true): Change =>
  changeProcess((process) => {
    const rest = without(process, 'consoleSize');
    if (typeof size === 'boolean') return { ...rest, terminal: size };
    const consoleSize = {
      height: integer('terminal', size.height ?? 24, 1, 65535),
      width: integer('terminal', size.width ?? 80, 1, 65535),
    };
    return { ...rest, terminal: true, consoleSize };
  });

/** Whether programs can never gain rights by set-user-id and file capabilities. */
export const noNewPrivileges = (on = true): Change =>
  changeProcess((process) => ({ ...process, noNewPrivileges: on }));

/** How soon the kernel kills it for memory: -1000 (never) to 1000. Lowering it below the caller's needs rights. */
export const oomScoreAdj = (score: number): Change => {
  integer('oomScoreAdj', score, -1000, 1000);
  return changeProcess((process) => ({ ...process, oomScoreAdj: score }));
};

import { RuntimeError } from '@caisson/errors';
import type { Program, Programs } from '../program.ts';

/**
 * The program of a process, by its first argument or the last part of that.
 * @throws `ERR_EXEC_FAILED`
 */
export const programOf = (programs: Programs, verb: string, id: string, args: readonly string[]): Program => {
  const [name = ''] = args;
  const program = [name, name.slice(name.lastIndexOf('/') + 1)]
    .filter((key) => Object.hasOwn(programs, key))
    .map((key) => programs[key])[0];
  if (program) return program;
  const known = Object.keys(programs).join(', ') || 'none';
  const reason = `there is no program ${JSON.stringify(name)}; known are ${known}`;
  throw new RuntimeError('ERR_EXEC_FAILED', `memory ${verb} ${id}: ${reason}`, {
    runtime: 'memory',
    verb,
    id,
    reason,
  });
};

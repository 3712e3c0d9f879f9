import { type Change, compose, cpus, memoryLimit, parseSize, pidsLimit } from '@caisson/oci-spec';
import { refused, UsageError } from '../usage-error.ts';

/** What `--memory`, `--cpus` and `--pids` say. */
export interface LimitFlags {
  readonly memory?: string | undefined;
  readonly cpus?: string | undefined;
  readonly pids?: string | undefined;
}

const numberOf = (name: string, text: string, form: RegExp, most: number, right: string): number => {
  const number = form.test(text) ? Number(text) : Number.NaN;
  if (number > 0 && number <= most) return number;
  throw refused(name, text, right);
};

/** `512MiB`, in bytes. */
const bytes = (text: string): number => {
  const size = parseSize(text, '--memory');
  if (size === 0) throw refused('--memory', text, 'more than 0 bytes');
  return size;
};

export const limits = (flags: LimitFlags): Change => {
  const changes: Change[] = [];
  if (flags.memory !== undefined) changes.push(memoryLimit(bytes(flags.memory)));
  if (flags.cpus !== undefined) {
    const right = 'a number of processors from 0.01 to 65536, such as 1.5';
    const count = numberOf('--cpus', flags.cpus, /^\d*\.?\d+$/, 65_536, right);
    if (count < 0.01) throw refused('--cpus', flags.cpus, right);
    changes.push(cpus(count));
  }
  if (flags.pids !== undefined) {
    const right = 'a whole number of processes from 1';
    changes.push(pidsLimit(numberOf('--pids', flags.pids, /^\d+$/, 2 ** 31, right)));
  }
  if (changes.length > 0 && process.getuid?.() !== 0) {
    throw new UsageError(
      '--memory, --cpus and --pids need root: the cgroups of other users are not theirs to set',
    );
  }
  return compose(...changes);
};

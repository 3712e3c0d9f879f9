import { fstatSync } from 'node:fs';
import type { Streams } from '@caisson/core';
import { write } from './print.ts';

/** This process's standard output and error as a program's. */
export interface Outlet {
  readonly streams: Pick<Streams, 'stdout' | 'stderr' | 'output'>;
  /** A line of its own on standard output, after whatever the program wrote. */
  readonly line: (text: string) => Promise<void>;
}

const newline = 10;

/** `onFirst` is called before the program's first byte. */
export const outlet = (onFirst: () => void): Outlet => {
  let last = newline;
  const take = async (chunk: Uint8Array): Promise<void> => {
    onFirst();
    last = chunk.at(-1) ?? last;
    await write(process.stdout, chunk);
  };
  const takeError = async (chunk: Uint8Array): Promise<void> => {
    onFirst();
    await write(process.stderr, chunk);
  };
  return {
    // One pipe keeps the order of what goes to one place.
    streams: isOnePlace() ? { output: take } : { stdout: take, stderr: takeError },
    line: (text) => write(process.stdout, `${last === newline ? '' : '\n'}${text}\n`),
  };
};

/** Whether both go to the same terminal, pipe or file. */
const isOnePlace = (): boolean => {
  try {
    const [out, err] = [fstatSync(1), fstatSync(2)];
    return out.dev === err.dev && out.ino === err.ino && out.rdev === err.rdev;
  } catch {
    return false;
  }
};

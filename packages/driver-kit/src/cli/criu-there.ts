import { delimiter, isAbsolute, join } from 'node:path';
import { isExecutable } from './binary.ts';

/** Why CRIU cannot be used here, as far as that shows without starting it; `undefined` where it may. */
export const criuMissing = (): string | undefined => {
  const there = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter(isAbsolute)
    .some((dir) => isExecutable(join(dir, 'criu')));
  if (!there) return 'CRIU is missing: install CRIU 4.1 or later, as criu in PATH';
  return process.getuid?.() === 0 ? undefined : 'CRIU needs root here';
};

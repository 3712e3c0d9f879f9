import { RuntimeError } from '@caisson/errors';
import type { Launch } from '../program/launch.ts';

/** Node has no mkfifo(3); coreutils do. */
export const makeFifos = async (paths: readonly string[], launch: Launch): Promise<void> => {
  const stdio = ['ignore', 'ignore', 'ignore'] as const;
  const { exitCode } = await launch({ path: 'mkfifo', args: ['-m', '600', ...paths], stdio }).exited;
  if (exitCode !== 0) throw new RuntimeError('ERR_RUNTIME_FAILED', `mkfifo exited with ${exitCode}`);
};

import { InvalidOptionError } from '@caisson/errors';
import { sandboxOf } from './sandbox.ts';

/**
 * The memory that a gVisor sandbox really uses, in bytes, shared pages counted once: what its kernel would have to
 * find elsewhere. The page cache of files that it has open is left out. `undefined`: it has ended.
 * @param pid the sandbox's own (`runsc state`, its `pid`)
 * @throws `ERR_INVALID_OPTION`
 */
export const sandboxMemory = async (pid: number): Promise<number | undefined> => {
  if (!Number.isSafeInteger(pid) || pid < 1)
    throw new InvalidOptionError(`sandboxMemory: the pid is ${String(pid)}; give that of a sandbox`);
  return sandboxOf(pid).measure(true);
};

import { RuntimeError } from '@caisson/errors';
import type { Claim, Linux } from '@caisson/linux';
import type { EngineProcess } from '../engine.ts';
import type { Command } from './command.ts';
import type { InitPids } from './initial-pid.ts';
import type { KillCounter } from './kills.ts';

/**
 * Waits for the init of a container that this object did not make: as its parent, where another object of this
 * process made it; else by what the kernel keeps of the ended for everyone.
 */
export const adopting =
  ({ dialect }: Command, linux: Linux, kills: KillCounter, inits: InitPids) =>
  async (id: string): Promise<EngineProcess> => {
    const pid = await inits.of(id, 'wait').catch((error: unknown) => {
      throw gone(error) ? lost(dialect.name, id, error) : error;
    });
    await kills.find(id, pid);
    const claim = await claimOf(linux, pid);
    const exited = claim.exited.catch((cause: unknown) => {
      throw lost(dialect.name, id, cause);
    });
    exited.catch(() => {});
    const { ref, unref } = claim;
    return { pid, hostPid: pid, exited, oomKills: () => kills.read(id), ref, unref };
  };

const claimOf = async (linux: Linux, pid: number): Promise<Claim> => {
  try {
    const claim = linux.reaper.claim(pid);
    // It is refused at once where the process is another's child.
    const refused = await Promise.race([
      claim.exited.then(
        () => false,
        () => true,
      ),
      soon(),
    ]);
    if (!refused) return claim;
  } catch {
    // Node's own child, which no container's init is.
  }
  return linux.endOfStranger(pid);
};

const soon = (): Promise<false> => new Promise((resolve) => setImmediate(resolve, false));

const gone = (error: unknown): boolean => (error as RuntimeError).code === 'ERR_CONTAINER_NOT_RUNNING';

const lost = (runtime: string, id: string, cause: unknown): RuntimeError => {
  const reason = gone(cause)
    ? 'it had ended before anyone waited for it here'
    : 'its parent reaped it and the kernel kept nothing of it';
  return new RuntimeError('ERR_STATUS_LOST', `${runtime}: the status of ${id} cannot be learnt: ${reason}`, {
    runtime,
    verb: 'wait',
    id,
    reason,
    cause,
  });
};

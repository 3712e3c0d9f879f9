import type { Engine } from '@caisson/driver-kit';
import { isRuntimeError } from '@caisson/errors';

type Parts = Pick<Engine, 'kill' | 'processes'> & { readonly version: string };

const reachesAll = (versionText: string): boolean => /runc version 1\.1\D/.test(versionText);

/**
 * Signals every process where runc does not: from 1.2 on `kill --all` is taken, and signals init alone. SIGKILL is left
 * to it, since init's end is the others', by the kernel or by runc.
 */
export const killing = ({ kill, processes, version }: Parts): Engine['kill'] => {
  if (!processes || reachesAll(version)) return kill;
  return async (id, signal, to) => {
    if (!to.all || to.pid !== undefined || signal === 'SIGKILL' || signal === 9) return kill(id, signal, to);
    const sent = await Promise.allSettled(
      (await processes(id)).map(({ pid }) => kill(id, signal, { all: false, pid })),
    );
    // One that ended meanwhile, by the signal to another perhaps, needs none.
    for (const one of sent) if (one.status === 'rejected' && !isGone(one.reason)) throw one.reason;
  };
};

const isGone = (error: unknown): boolean =>
  isRuntimeError(error, 'ERR_CONTAINER_NOT_RUNNING') || isRuntimeError(error, 'ERR_CONTAINER_NOT_FOUND');

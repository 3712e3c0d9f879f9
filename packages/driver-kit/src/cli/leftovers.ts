import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cgroupCandidates, removeCgroup } from '@caisson/cgroup';
import type { Spec } from '@caisson/core';
import { isRuntimeError } from '@caisson/errors';
import { ask, type Command } from './command.ts';

/** What was there before a create: only what it made may be removed when it fails. */
export interface Before {
  /** Removes what a create that failed so has left: state, processes, cgroups. Never rejects. */
  readonly cleanUp: (failure: unknown) => Promise<void>;
  /** The cgroups that the container may get. */
  readonly cgroups: readonly string[];
}

/**
 * To call before a create. The runtimes leave cgroups, and now and then a frozen init, behind a create that
 * failed or was killed (opencontainers/runc#4534, #4481).
 */
export const lookBefore = async (command: Command, id: string, spec: Spec | undefined): Promise<Before> => {
  const stateDir = join(command.root, id);
  const existed = existsSync(stateDir);
  const cgroupsPath = spec?.linux?.cgroupsPath || command.dialect.defaultCgroupsPath?.(id);
  const candidates = await cgroupCandidates({ cgroupsPath, id, base: command.dialect.cgroupBase });
  const absent = candidates.filter((path) => !existsSync(path));
  return {
    cgroups: candidates,
    cleanUp: async (failure) => {
      // Another's container of the same id, be it made in between, is not ours to touch.
      if (existed || isRuntimeError(failure, 'ERR_CONTAINER_EXISTS')) return;
      if (existsSync(stateDir)) await forceDelete(command, id);
      for (const path of absent.filter((candidate) => existsSync(candidate))) {
        await removeCgroup(path, { kill: true }).catch(() => {});
      }
    },
  };
};

const forceDelete = async (command: Command, id: string): Promise<void> => {
  await ask(command, id, command.dialect.delete(id, { force: true })).catch(() => {});
  command.dialect.deleted?.(join(command.root, id), true);
};

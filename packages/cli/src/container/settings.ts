import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  args,
  type Change,
  compose,
  cwd,
  env,
  hostname,
  network,
  readonlyRootfs,
  rootfs,
  terminal,
  userFromRootfs,
} from '@caisson/oci-spec';
import { environment } from '../arguments/environment.ts';
import { limits } from '../arguments/limits.ts';
import { bindMounts } from '../arguments/mount.ts';
import { refused, UsageError } from '../usage-error.ts';
import type { ContainerFlags } from './flags.ts';

/** A container to be, its command line found right. */
export interface Settings {
  /** The root directory, absolute; absent: the host's own directories. */
  readonly rootfs: string | undefined;
  readonly network: string;
  /** Everything but the root directory. */
  readonly change: Change;
}

/** A working directory, in `run` and `exec`. */
export const workdirOf = (text: string): string => {
  if (!text.startsWith('/')) throw refused('--workdir', text, 'an absolute path inside the container');
  return text;
};

/** `--user`, by the accounts of a root directory. */
export const userOf = async (root: string, text: string): Promise<Change> => {
  try {
    return await userFromRootfs(root, text);
  } catch (error) {
    const { reason } = error as { readonly reason?: string };
    if (reason === undefined) throw refused('--user', text, 'USER or USER:GROUP, each a number or a name');
    throw new UsageError(`--user: ${reason}`);
  }
};

/** @throws UsageError before anything is made */
export const settingsOf = async (
  flags: ContainerFlags & { readonly tty?: boolean | undefined },
  command: readonly [string, ...string[]],
): Promise<Settings> => {
  const root = flags.rootfs === 'host' ? undefined : rootDirectory(flags.rootfs);
  const changes: Change[] = [args(...command), network(flags.network), env(environment(flags.env ?? []))];
  if (root !== undefined) changes.push(rootfs(root));
  if (flags.tty) changes.push(terminal(true));
  if (flags.readOnly) changes.push(readonlyRootfs());
  if (flags.hostname !== undefined) changes.push(hostName(flags.hostname));
  if (flags.workdir !== undefined) changes.push(cwd(workdirOf(flags.workdir)));
  changes.push(bindMounts(flags.mount ?? []), limits(flags));
  if (flags.user !== undefined) changes.push(await initUser(root ?? '/', flags.user));
  return { rootfs: root, network: flags.network, change: compose(...changes) };
};

const initUser = async (root: string, text: string): Promise<Change> => {
  if (process.getuid?.() !== 0 && !/^(0|root)(:(0|root))?$/.test(text)) {
    throw new UsageError('--user: only root can give another; root inside is you outside');
  }
  return await userOf(root, text);
};

const rootDirectory = (text: string): string => {
  const root = resolve(text);
  if (text !== '' && statSync(root, { throwIfNoEntry: false })?.isDirectory()) return root;
  throw new UsageError(`--rootfs: there is no directory ${text === '' ? '""' : root}; give one, or 'host'`);
};

const hostName = (text: string): Change => {
  if (!/^[A-Za-z0-9][A-Za-z0-9.-]{0,63}$/.test(text)) {
    throw refused('--hostname', text, 'a name of 1 to 64 letters, digits, - and .');
  }
  return hostname(text);
};

import { resolve } from 'node:path';
import type { Process, Spec, Started } from '@caisson/core';
import { args, type Change, cwd, env, pipe, readBundle, terminal } from '@caisson/oci-spec';
import { commandLine } from '../arguments/command-line.ts';
import { containerId } from '../arguments/container-id.ts';
import { environment } from '../arguments/environment.ts';
import type { ExecFlags } from '../commands/exec.ts';
import { userOf, workdirOf } from '../container/settings.ts';
import { attend, attendedOf } from '../process/attend.ts';
import { hurryExec } from '../process/hurry.ts';
import { openRuntime } from '../runtime.ts';

/** @returns the exit code */
export const exec = async (flags: ExecFlags, name: string, words: readonly string[]): Promise<number> => {
  const id = containerId(name);
  const attended = attendedOf(id, flags);
  const changes: Change[] = [
    args(...commandLine(`caisson exec ${id}`, words)),
    env(environment(flags.env ?? [])),
    terminal(attended.tty),
    ...(flags.workdir === undefined ? [] : [cwd(workdirOf(flags.workdir))]),
  ];
  return await attend(attended, async ({ streams, stopper, stop, onStarted }) => {
    await using runtime = await openRuntime(flags);
    const { bundle } = await runtime.state(id);
    const spec = await readBundle(bundle).catch(() => undefined);
    if (flags.user !== undefined) changes.push(await userOf(accountsOf(spec, bundle), flags.user));
    let started: Started | undefined;
    using _hurry = hurryExec(runtime, id, () => started, stopper);
    const status = await runtime.exec(id, processOf(spec, changes), {
      ...streams,
      signal: stopper.signal,
      stop,
      onStarted: (process) => {
        started = process;
        onStarted();
      },
    });
    return { status, spec };
  });
};

/** As the container's own program, where its bundle tells: with its variables, directory, user and rights. */
const processOf = (spec: Spec | undefined, changes: readonly Change[]): Process => {
  const base: Spec = { ociVersion: '1.0.2', process: spec?.process ?? { cwd: '/', noNewPrivileges: true } };
  return pipe(base, ...changes).process ?? { cwd: '/' };
};

/** Where the accounts are that the container sees: with the host's own /etc, the host's. */
const accountsOf = (spec: Spec | undefined, bundle: string): string => {
  const shared = spec?.mounts?.some(({ destination, source }) => destination === '/etc' && source === '/etc');
  return shared ? '/' : resolve(bundle, spec?.root?.path ?? 'rootfs');
};

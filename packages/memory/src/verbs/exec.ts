import type { ExecOptions, ExitStatus, Process, Runtime } from '@caisson/core';
import type { Ending } from '../calls/ending.ts';
import { active, enter, find, type Kit } from '../calls/enter.ts';
import { bear } from '../host/birth.ts';
import { isArgs, refuse } from '../host/bundle.ts';
import { type Container, mustRun, statusOf } from '../host/container.ts';
import { withStatus } from '../host/status.ts';
import { stopProcess } from '../host/stop.ts';
import { plumb } from '../streams/plumbing.ts';
import { mustHaveNoTerminal, streamsOf } from './make.ts';

export const exec =
  (kit: Kit): Runtime['exec'] =>
  async (id, process, options = {}) => {
    using ending = enter(kit, 'exec', id, options);
    checkProcess(id, process);
    mustHaveNoTerminal(kit, 'exec', process.terminal, streamsOf(options));
    return await active(kit, live(kit, id, process, options, ending));
  };

const live = async (
  kit: Kit,
  id: string,
  { args = [], env = [], cwd }: Process,
  options: ExecOptions,
  ending: Ending,
): Promise<ExitStatus> => {
  await ending.race(kit.faults.meet('exec', id, 'before'));
  const container = find(kit, 'exec', id);
  mustRun('exec', container, ['created']);
  const plumbing = plumb(streamsOf(options));
  try {
    const parts = { verb: 'exec', args, env, cwd, plumbing, protected: false };
    const process = bear(kit.host, kit.programs, container, parts);
    const killsBefore = container.oom.kills();
    const startedAt = new Date();
    process.start();
    const finish = async (): Promise<ExitStatus> => {
      const how = await process.exited;
      const finishedAt = new Date();
      await plumbing.settle();
      const kills = container.oom.kills() - killsBefore;
      return statusOf(how, kills, startedAt, finishedAt, kit.capabilities.exactSignals);
    };
    const ended = finish();
    const { pid, group } = process;
    const onStarted = async (): Promise<void> => options.onStarted?.({ id, pid, hostPid: pid });
    try {
      const both = Promise.all([ended, onStarted()] as const);
      const [status] = await ending.race(Promise.race([plumbing.failed, both]));
      await kit.faults.meet('exec', id, 'after');
      return status;
    } catch (error) {
      const killAll = (): void => killGroup(container, group);
      const abandon = plumbing.destroy;
      await stopProcess(
        { exited: process.exited, ended, kill: process.kill, killAll, abandon },
        options.stop,
      );
      throw withStatus(error, await ended);
    }
  } finally {
    plumbing.destroy();
  }
};

const killGroup = ({ processes }: Container, group: number): void => {
  for (const process of [...processes]) if (process.group === group) process.kill('SIGKILL');
};

/** @throws `ERR_INVALID_SPEC` */
const checkProcess = (id: string, process: Process): void => {
  const wrong =
    typeof process !== 'object' || process === null
      ? 'process: give an OCI process, { args, cwd }'
      : !isArgs(process.args)
        ? 'process.args: give the program and its arguments, an array of strings'
        : typeof process.cwd !== 'string' || !process.cwd.startsWith('/')
          ? 'process.cwd: give an absolute path'
          : undefined;
  if (wrong !== undefined) throw refuse('exec', id, wrong);
};

import type { ExecOptions, ExitStatus, Process, Runtime, Streams } from '@caisson/core';
import { RuntimeError } from '@caisson/errors';
import type { EngineEnd, EngineProcess } from '../engine.ts';
import { callOptions } from '../options/calls.ts';
import { checkOptions } from '../options/kinds.ts';
import { checkStreams } from '../options/streams.ts';
import { ioOf, type Plumbing, plumb } from '../streams/plumbing.ts';
import { type Ending, endingOf, withStatus } from './abort.ts';
import { checkId } from './id.ts';
import { active, checkOpen, type Kit, notSupported } from './kit.ts';
import { lastRead } from './last-read.ts';
import { learnt } from './learnt.ts';
import { streamsOf } from './make.ts';
import { statusOf } from './status.ts';
import { stopProcess } from './stop.ts';
import { checkTerminal } from './terminal.ts';

export const exec =
  (kit: Kit): Runtime['exec'] =>
  async (id, process, options = {}) => {
    checkOpen(kit);
    checkId(kit.engine.name, id);
    checkOptions('exec', callOptions.exec, options);
    checkStreams('exec', streamsOf(options));
    checkProcess(kit, id, process, options);
    using ending = endingOf(kit, 'exec', id, options.signal);
    ending.check();
    return await active(kit, live(kit, id, process, options, ending));
  };

const live = async (
  kit: Kit,
  id: string,
  process: Process,
  options: ExecOptions,
  ending: Ending,
): Promise<ExitStatus> => {
  if (!kit.engine.exec) throw notSupported(kit, 'exec');
  using _counted = counting(kit, id);
  const streams = streamsOf(options);
  const running = await kit.engine.exec(
    id,
    streams.terminal ? { ...process, terminal: true } : process,
    ioOf(streams),
  );
  const startedAt = new Date();
  const plumbing = plumb(running, streams);
  const ended = endOf(learnt(kit.engine.name, id, running.exited), running, plumbing, startedAt);
  ended.catch(() => {});
  const onStarted = async (): Promise<void> =>
    options.onStarted?.({ id, pid: running.pid, hostPid: running.hostPid });
  try {
    ending.check();
    const [status] = await ending.race(
      Promise.race([plumbing.failed, Promise.all([ended, onStarted()] as const)]),
    );
    return status;
  } catch (error) {
    const kill = async (signal: Parameters<Runtime['kill']>[1], group: boolean): Promise<void> =>
      running.kill
        ? running.kill(signal, group)
        : kit.engine.kill(id, signal, { all: false, pid: running.pid });
    await stopProcess({ exited: running.exited, ended, kill, abandon: plumbing.destroy }, options.stop);
    const unknown = new Promise<undefined>((resolve) => setImmediate(resolve, undefined));
    throw withStatus(error, await Promise.race([ended.catch(() => undefined), unknown]));
  } finally {
    running.unref?.(); // Given up, it must not keep Node alive.
    plumbing.destroy();
    await running.release?.();
  }
};

/** What runs beside init is in no image: a checkpoint must know of it. */
const counting = ({ execs }: Kit, id: string): Disposable => {
  const add = (n: number): void => {
    const now = (execs.get(id) ?? 0) + n;
    if (now > 0) execs.set(id, now);
    else execs.delete(id);
  };
  add(1);
  return { [Symbol.dispose]: () => add(-1) };
};

const endOf = async (
  exited: Promise<EngineEnd>,
  running: EngineProcess,
  plumbing: Plumbing,
  startedAt: Date,
): Promise<ExitStatus> => {
  try {
    const end = await exited;
    const finishedAt = new Date();
    await plumbing.settle();
    return statusOf(end, await lastRead(() => running.oomKills?.()), startedAt, finishedAt);
  } catch (error) {
    await plumbing.settle();
    throw error;
  }
};

/** @throws `ERR_INVALID_SPEC`, `ERR_NOT_SUPPORTED` */
const checkProcess = (kit: Kit, id: string, process: Process, { terminal }: ExecOptions): void => {
  const refuse = (where: string, what: string): RuntimeError =>
    new RuntimeError('ERR_INVALID_SPEC', `exec in ${id}: process${where}: ${what}`, {
      runtime: kit.engine.name,
      verb: 'exec',
      id,
      reason: `process${where}: ${what}`,
    });
  if (typeof process !== 'object' || process === null) throw refuse('', 'give an OCI process, { args, cwd }');
  const { args, cwd } = process;
  if (!Array.isArray(args) || args.length === 0 || args.some((arg) => typeof arg !== 'string')) {
    throw refuse('.args', 'give the program and its arguments, an array of strings');
  }
  if (typeof cwd !== 'string' || !cwd.startsWith('/')) throw refuse('.cwd', 'give an absolute path');
  checkTerminal(kit, 'process.terminal', process.terminal ?? terminal !== undefined, { terminal } as Streams);
};

import type { ExitStatus, Spec, Stop, Streams } from '@caisson/core';
import { isRuntimeError } from '@caisson/errors';
import { type Duration, duration } from '../arguments/duration.ts';
import { type Failure, failureOf } from '../output/failure.ts';
import { outlet } from '../output/outlet.ts';
import { warn } from '../output/print.ts';
import { type Progress, progress } from '../output/progress.ts';
import { memoryNote, statusLine } from '../output/verdict.ts';
import type { GlobalFlags } from '../runtime.ts';
import type { AttendFlags } from './flags.ts';
import { input } from './input.ts';
import { stopped } from './stopped.ts';
import { asking, type Stopper, stopper } from './stopper.ts';
import { attachedTerminal } from './terminal.ts';

/** A program to attend, its command line found right. */
export interface Attended {
  readonly id: string;
  readonly json: boolean;
  readonly debug: boolean;
  readonly interactive: boolean;
  readonly tty: boolean;
  readonly timeout: Duration | undefined;
  readonly grace: Duration;
}

export const attendedOf = (id: string, flags: AttendFlags & Pick<GlobalFlags, 'debug'>): Attended => ({
  id,
  json: flags.json ?? false,
  debug: flags.debug ?? false,
  interactive: flags.interactive ?? false,
  tty: flags.tty ?? false,
  timeout: flags.timeout === undefined ? undefined : duration('--timeout', flags.timeout),
  grace: duration('--grace', flags.grace),
});

/** What a program that is attended is given. */
export interface Attendance {
  readonly streams: Streams;
  readonly stopper: Stopper;
  /** How it is asked to stop. */
  readonly stop: Stop;
  /** To call when the program runs. */
  readonly onStarted: () => void;
}

/** How it ended, and the spec that bound it. */
export interface Ended {
  readonly status: ExitStatus;
  readonly spec: Spec | undefined;
}

/** Runs a program with this process's own streams and signals to its end, tells of it, and gives the exit code. */
export const attend = async (
  order: Attended,
  work: (attendance: Attendance) => Promise<Ended>,
): Promise<number> => {
  const { id, json } = order;
  using stops = stopper(order.timeout);
  const stop: Stop = { signal: asking, graceMs: order.grace.ms };
  using shown = progress(`preparing ${id}`);
  using stopping = stoppingProgress(id, stops);
  const out = outlet(shown.stop);
  using terminal = order.tty ? await attachedTerminal() : undefined;
  const stdin = terminal ? undefined : input(order.interactive);
  const streams = terminal?.streams ?? ({ ...out.streams, stdin } as Streams);
  const onStarted = (): void => {
    shown.stop();
    stops.started();
  };
  try {
    const { status, spec } = await work({ streams, stopper: stops, stop, onStarted });
    shown.stop();
    if (json) await out.line(statusLine(id, status));
    else await warn(memoryNote(id, status, spec));
    return status.exitCode;
  } catch (error) {
    shown.stop();
    stopping.stop();
    const failure = stopped(id, stops.cause(), error) ?? failureOf(error, order);
    await warn(failure.text);
    if (json) await out.line(failureLine(id, error, failure)).catch(() => {});
    return failure.exitCode;
  }
};

/** What a terminal shows while a program that was interrupted has its grace. */
const stoppingProgress = (id: string, { signal, cause }: Stopper): Omit<Progress, 'tell'> => {
  let shown: Progress | undefined;
  const stop = (): void => {
    signal.removeEventListener('abort', start);
    shown?.stop();
  };
  const start = (): void => {
    const how = cause()?.kind === 'signal' ? '; Ctrl-C again kills it' : '';
    shown = progress(`stopping ${id}${how}`);
  };
  signal.addEventListener('abort', start, { once: true });
  return { stop, [Symbol.dispose]: stop };
};

const failureLine = (id: string, error: unknown, { text }: Failure): string => {
  const known = isRuntimeError(error) ? error : undefined;
  const message = text ?? known?.message ?? String(error);
  return statusLine(id, known?.status, { code: known?.code ?? 'ERR_FAILED', message });
};

import { RuntimeError } from '@caisson/errors';
import type { EngineEnd, EngineProcess } from '../engine.ts';
import type { Launched } from '../program/launch.ts';
import { whenGone } from './when-gone.ts';

/** How often a process that is another's child is looked at, in milliseconds. */
const lookMs = 100;

/** Of an init that is another's child only the end can be seen, not the status. */
export const unattended = (
  runtime: string,
  id: string,
  pid: number,
): Pick<EngineProcess, 'exited'> & Pick<Launched, 'ref' | 'unref'> => {
  const { promise, reject } = Promise.withResolvers<EngineEnd>();
  promise.catch(() => {});
  const timer = whenGone(pid, lookMs, () => {
    const reason = 'waiting in the foreground tells the statuses of run and exec alone';
    reject(
      new RuntimeError('ERR_STATUS_LOST', `${runtime}: ${id} has ended, and its status is lost: ${reason}`, {
        runtime,
        id,
        reason,
      }),
    );
  });
  return { exited: promise, ref: () => void timer.ref(), unref: () => void timer.unref() };
};

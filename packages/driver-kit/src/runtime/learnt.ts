import { isRuntimeError, RuntimeError } from '@caisson/errors';
import type { EngineEnd } from '../engine.ts';

/** A process's end as its engine learns it; an error of another kind that hides it means that it is lost. */
export const learnt = async (runtime: string, id: string, exited: Promise<EngineEnd>): Promise<EngineEnd> => {
  try {
    return await exited;
  } catch (error) {
    throw isRuntimeError(error) ? error : lost(runtime, id, error);
  }
};

/** `ERR_STATUS_LOST`, for this reason. */
export const lost = (runtime: string, id: string, cause: unknown): RuntimeError => {
  if (isRuntimeError(cause, 'ERR_STATUS_LOST')) return cause as RuntimeError;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new RuntimeError('ERR_STATUS_LOST', `${runtime}: how a process of ${id} ended is lost: ${reason}`, {
    runtime,
    id,
    reason,
    cause,
  });
};

import type { State } from '@caisson/core';
import { isRuntimeError } from '@caisson/errors';
import type { HeldProcess } from '../engine.ts';
import type { Container } from './container.ts';
import type { Kit } from './kit.ts';

/** What the runtime tells, with what this object knows better: a held run is of a bundle that was made for it. */
export const told = <T extends Pick<State, 'bundle'>>(kit: Kit, id: string, state: T): T => {
  const own = kit.containers.get(id);
  return own ? { ...state, bundle: own.state.bundle } : state;
};

/** The runtime's word, or this object's where the runtime does not know a container before its start. */
export const stateOf = async (kit: Kit, id: string, signal: AbortSignal): Promise<State> => {
  try {
    return told(kit, id, await kit.engine.state(id, signal));
  } catch (error) {
    const own = kit.containers.get(id);
    if (!own || !isHeld(own) || !isRuntimeError(error, 'ERR_CONTAINER_NOT_FOUND')) throw error;
    return own.state;
  }
};

const isHeld = ({ process, start }: Container): boolean =>
  start() === undefined && typeof (process as Partial<HeldProcess>).refuse === 'function';

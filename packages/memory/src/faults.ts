import type { ErrorCode, ErrorFacts, Runtime } from '@caisson/core';
import { InvalidOptionError, RuntimeError } from '@caisson/errors';

/** A verb that can be made to fail. `run` and `restore` meet the faults of `create`, `start` and `delete` as well. */
export type FaultVerb = Exclude<
  keyof Runtime,
  'name' | 'version' | 'capabilities' | 'close' | typeof Symbol.asyncDispose
>;

/** What is to go wrong. */
export interface Fault extends Pick<ErrorFacts, 'reason' | 'words'> {
  readonly verb: FaultVerb;
  /** Rejects with this. Default: it does not reject, and `until` alone counts. */
  readonly code?: ErrorCode | undefined;
  /** Before the verb has done anything, or when it has done all. Default: `'before'`. */
  readonly at?: 'before' | 'after' | undefined;
  /** Of this container alone. Default: of any. */
  readonly id?: string | undefined;
  /** How many calls it meets. Default: 1. */
  readonly times?: number | undefined;
  /** Holds the verb until this settles. */
  readonly until?: PromiseLike<unknown> | undefined;
  readonly cause?: unknown;
}

/** The faults that an instance was told of. */
export interface Faults {
  /** Gives a function that takes it back. */
  readonly add: (fault: Fault) => () => void;
  /** Meets the first that fits, if there is one. */
  readonly meet: (verb: FaultVerb, id: string | undefined, at: 'before' | 'after') => Promise<void>;
}

export const faultsOf = (): Faults => {
  const armed: { readonly fault: Fault; left: number }[] = [];
  return {
    add: (fault) => {
      const entry = { fault, left: fault.times ?? 1 };
      armed.push(entry);
      return () => {
        entry.left = 0;
      };
    },
    meet: async (verb, id, at) => {
      const entry = armed.find(
        ({ fault, left }) =>
          left > 0 &&
          fault.verb === verb &&
          (fault.at ?? 'before') === at &&
          (fault.id === undefined || fault.id === id),
      );
      if (!entry) return;
      entry.left--;
      await entry.fault.until;
      if (entry.fault.code !== undefined) throw errorOf(entry.fault.code, entry.fault, id);
    },
  };
};

const errorOf = (code: ErrorCode, { verb, reason, words, cause }: Fault, id: string | undefined): Error => {
  const message = `memory ${verb}${id === undefined ? '' : ` ${id}`}: ${reason ?? words ?? 'a fault was asked for'}`;
  if (code === 'ERR_INVALID_OPTION') return new InvalidOptionError(message);
  return new RuntimeError(code, message, { runtime: 'memory', verb, id, reason, words, cause });
};

import type { ContainerEvent } from '@caisson/core';

/** Events on their way to one reader. */
export interface EventQueue {
  readonly events: AsyncIterable<ContainerEvent>;
  readonly put: (event: ContainerEvent) => void;
  /** The last event: the reader is told the end after it. */
  readonly last: (event: ContainerEvent) => void;
  readonly end: () => void;
  /** After what is there already, the reader is told this error. */
  readonly fail: (error: unknown) => void;
  /** Called once, when it has ended or the reader has left. */
  readonly onLeave: (leave: () => void) => void;
}

type Result = IteratorResult<ContainerEvent, undefined>;

export const eventQueue = (): EventQueue => {
  const ready: ContainerEvent[] = [];
  const readers: PromiseWithResolvers<Result>[] = [];
  let over = false;
  let failure: { readonly error: unknown } | undefined;
  let leave: (() => void) | undefined;
  const done: Result = { done: true, value: undefined };

  const put = (event: ContainerEvent): void => {
    if (over) return;
    const reader = readers.shift();
    if (reader) reader.resolve({ done: false, value: event });
    else ready.push(event);
  };
  const end = (): void => {
    if (over) return;
    over = true;
    for (const reader of readers.splice(0)) {
      if (failure) reader.reject(failure.error);
      else reader.resolve(done);
      failure = undefined;
    }
    leave?.();
  };
  const next = (): Promise<Result> => {
    const event = ready.shift();
    if (event) return Promise.resolve({ done: false, value: event });
    if (failure) {
      const { error } = failure;
      failure = undefined;
      return Promise.reject(error);
    }
    if (over) return Promise.resolve(done);
    const reader = Promise.withResolvers<Result>();
    readers.push(reader);
    return reader.promise;
  };
  const iterator: AsyncIterator<ContainerEvent, undefined> = {
    next,
    return: () => {
      ready.length = 0;
      end();
      return Promise.resolve(done);
    },
  };
  return {
    events: { [Symbol.asyncIterator]: () => iterator },
    put,
    last: (event) => {
      put(event);
      end();
    },
    end,
    fail: (error) => {
      if (over) return;
      failure = { error };
      end();
    },
    onLeave: (then) => {
      leave = then;
      if (over) then();
    },
  };
};

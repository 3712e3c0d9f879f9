import type { ContainerEvent } from '@caisson/core';

/** Events on their way to a reader. */
export interface Queue {
  readonly events: AsyncIterable<ContainerEvent>;
  readonly put: (event: ContainerEvent) => void;
  readonly end: () => void;
  /** After what is there already, the reader is told this error, once. */
  readonly fail: (error: unknown) => void;
  /** Settles when it has ended, or its reader has left. */
  readonly over: Promise<void>;
}

export const queueOf = (): Queue => {
  type Answer = IteratorResult<ContainerEvent, undefined>;
  const waiting: ((answer: Answer | Promise<Answer>) => void)[] = [];
  const ready: Promise<Answer>[] = [];
  const { promise: over, resolve } = Promise.withResolvers<void>();
  const done: Answer = { done: true, value: undefined };
  let ended = false;
  const give = (answer: Promise<Answer>): void => {
    const reader = waiting.shift();
    if (reader) reader(answer);
    else ready.push(answer);
  };
  const end = (): void => {
    ended = true;
    resolve();
    for (const reader of waiting.splice(0)) reader(done);
  };
  const iterator: AsyncIterator<ContainerEvent, undefined> = {
    next: () =>
      ready.shift() ?? (ended ? Promise.resolve(done) : new Promise((answer) => waiting.push(answer))),
    return: async () => {
      ready.length = 0;
      end();
      return done;
    },
  };
  return {
    events: { [Symbol.asyncIterator]: () => iterator },
    put: (value) => {
      if (!ended) give(Promise.resolve({ done: false, value }));
    },
    end,
    fail: (error) => {
      if (ended) return;
      const failure = Promise.reject<Answer>(error);
      failure.catch(() => {});
      give(failure);
      end();
    },
    over,
  };
};

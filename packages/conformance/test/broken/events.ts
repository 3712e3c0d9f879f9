import type { ContainerEvent, Runtime } from '@caisson/core';
import { isRuntimeError } from '@caisson/errors';
import { hang, type Specimen } from './specimen.ts';

type Events = AsyncIterable<ContainerEvent>;

/** What each subscriber gets is another. The subscription itself is made at the call. */
const telling =
  (change: (events: AsyncIterator<ContainerEvent>, id: string) => AsyncIterator<ContainerEvent>) =>
  (inner: Runtime): Runtime => ({
    ...inner,
    events: (id, options) => {
      const events = change(inner.events(id, options)[Symbol.asyncIterator](), id);
      return { [Symbol.asyncIterator]: () => events };
    },
  });

const mapped =
  (change: (event: ContainerEvent) => readonly ContainerEvent[]) =>
  (events: AsyncIterator<ContainerEvent>): AsyncIterator<ContainerEvent> => {
    const ready: ContainerEvent[] = [];
    const next = async (): Promise<IteratorResult<ContainerEvent>> => {
      for (;;) {
        const event = ready.shift();
        if (event) return { done: false, value: event };
        const told = await events.next();
        if (told.done) return told;
        ready.push(...change(told.value));
      }
    };
    const leave = events.return?.bind(events);
    return { next, ...(leave ? { return: leave } : {}) };
  };

export const events: readonly Specimen[] = [
  {
    it: 'tells another status in events than in run',
    breaks: telling(
      mapped((event) =>
        event.type === 'exit' ? [{ ...event, status: { ...event.status, exitCode: 0 } }] : [event],
      ),
    ),
  },
  {
    it: 'ends events without the exit',
    breaks: telling(mapped((event) => (event.type === 'exit' ? [] : [event]))),
  },
  {
    it: 'tells the exit twice',
    breaks: telling(mapped((event) => (event.type === 'exit' ? [event, event] : [event]))),
  },
  {
    it: 'never ends events',
    breaks: telling((events) => {
      const leave = events.return?.bind(events);
      return {
        next: async () => {
          const told = await events.next();
          return told.done ? hang() : told;
        },
        ...(leave ? { return: leave } : {}),
      };
    }),
  },
  {
    it: 'subscribes when the first event is asked for',
    breaks: (inner) => ({
      ...inner,
      events: (id, options) => {
        let events: AsyncIterator<ContainerEvent> | undefined;
        const begun = (): AsyncIterator<ContainerEvent> => {
          events ??= inner.events(id, options)[Symbol.asyncIterator]();
          return events;
        };
        const iterator = {
          next: async () => begun().next(),
          return: async () => begun().return?.() ?? { done: true as const, value: undefined },
        };
        return { [Symbol.asyncIterator]: () => iterator };
      },
    }),
  },
  {
    it: 'tells the first subscriber alone',
    breaks: (inner) => {
      const seen = new Set<string>();
      return {
        ...inner,
        events: (id, options) => {
          if (!seen.has(id)) {
            seen.add(id);
            return inner.events(id, options);
          }
          return (async function* (): AsyncGenerator<ContainerEvent> {})();
        },
      };
    },
  },
  {
    it: 'tells those too who have left',
    breaks: telling((events) => ({ next: () => events.next() })),
  },
  {
    it: 'ignores that events are aborted',
    breaks: (inner) => ({
      ...inner,
      events: (id, options = {}) => {
        const { signal: _ignored, ...rest } = options;
        return inner.events(id, rest);
      },
    }),
  },
  {
    it: 'kills the container whose events are aborted',
    breaks: (inner) => ({
      ...inner,
      events: (id, options) => {
        options?.signal?.addEventListener('abort', () => void inner.kill(id, 'SIGKILL').catch(() => {}));
        return inner.events(id, options);
      },
    }),
  },
  {
    it: 'ends the events of what is not there',
    breaks: telling((events) => ({
      next: async () => {
        try {
          return await events.next();
        } catch (error) {
          if (isRuntimeError(error, 'ERR_CONTAINER_NOT_FOUND')) return { done: true, value: undefined };
          throw error;
        }
      },
      return: async () => events.return?.() ?? { done: true, value: undefined },
    })),
  },
  {
    it: 'tells kills for memory after the exit',
    breaks: (inner) => ({
      ...inner,
      events: (id, options): Events => {
        const events = inner.events(id, options);
        return (async function* () {
          const later: ContainerEvent[] = [];
          for await (const event of events) {
            if (event.type === 'oom') later.push(event);
            else yield event;
          }
          yield* later;
        })();
      },
    }),
  },
  {
    it: 'tells no kills for memory',
    breaks: telling(mapped((event) => (event.type === 'oom' ? [] : [event]))),
  },
];

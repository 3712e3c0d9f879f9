import type { ContainerEvent, EventsOptions, Runtime } from '@caisson/core';
import { isRuntimeError, RuntimeError } from '@caisson/errors';
import { callOptions } from '../options/calls.ts';
import { checkOptions } from '../options/kinds.ts';
import { endingOf } from './abort.ts';
import { adopted } from './adopted.ts';
import type { Container } from './container.ts';
import { type EventQueue, eventQueue } from './event-queue.ts';
import { checkId } from './id.ts';
import { checkOpen, type Kit } from './kit.ts';

/** How often a container of another process is asked for, in milliseconds. */
const askMs = 250;

/** Subscribes at the call, not at the first `next()`. */
export const events =
  (kit: Kit): Runtime['events'] =>
  (id, options = {}) => {
    checkOpen(kit);
    checkId(kit.engine.name, id);
    checkOptions('events', callOptions.events, options);
    const ending = endingOf(kit, 'events', id, options.signal);
    const queue = eventQueue();
    const leave = subscribe(kit, id, options, queue);
    queue.onLeave(() => {
      leave();
      ending[Symbol.dispose]();
    });
    const stop = (): void => (kit.closing.signal.aborted ? queue.end() : queue.fail(ending.signal.reason));
    if (ending.signal.aborted) stop();
    else ending.signal.addEventListener('abort', stop, { once: true });
    return queue.events;
  };

const subscribe = (kit: Kit, id: string, { oom }: EventsOptions, queue: EventQueue): (() => void) => {
  const container = kit.containers.get(id);
  if (container) return attach(kit, container, oom, queue);
  if (!kit.engine.adopt) return follow(kit, id, queue);
  let leave = (): void => {};
  let left = false;
  adopted(kit, id).then(
    (found) => {
      if (!left) leave = attach(kit, found, oom, queue);
    },
    (error: unknown) => {
      if (isRuntimeError(error, 'ERR_STATUS_LOST'))
        queue.last({ type: 'error', error: error as RuntimeError });
      else queue.fail(error);
    },
  );
  return () => {
    left = true;
    leave();
  };
};

const attach = (
  kit: Kit,
  container: Container,
  oom: EventsOptions['oom'],
  queue: EventQueue,
): (() => void) => {
  const { id } = container;
  if (container.over()) {
    // Its events are past, but for the last.
    container.ended.then(
      (status) => queue.last({ type: 'exit', status }),
      (error: unknown) => queue.last(past(error)),
    );
    return () => {};
  }
  const take = (event: ContainerEvent): void => {
    if (event.type === 'exit' || (event.type === 'error' && event.error.code === 'ERR_STATUS_LOST')) {
      queue.last(event);
    } else queue.put(event);
  };
  if (oom) {
    container
      .watch(oom, false)
      .catch((cause: unknown) => queue.put(trouble(kit, id, 'its OOM watcher', cause)));
  }
  const release = container.subscribe(take);
  const done = Promise.withResolvers<void>();
  container.waiting(done.promise).catch(() => {});
  return () => {
    release();
    done.resolve();
  };
};

const past = (error: unknown): ContainerEvent => {
  const known = error as RuntimeError;
  return known.status ? { type: 'exit', status: known.status } : { type: 'error', error: known };
};

const trouble = ({ engine }: Kit, id: string, what: string, cause: unknown): ContainerEvent => ({
  type: 'error',
  error: new RuntimeError('ERR_RUNTIME_FAILED', `${id}: ${what} failed: ${String(cause)}`, {
    runtime: engine.name,
    id,
    cause,
  }),
});

/** Of a container that another process made: its end is seen, its status is not. */
const follow = (kit: Kit, id: string, queue: EventQueue): (() => void) => {
  let timer: NodeJS.Timeout | undefined;
  let left = false;
  const { engine } = kit;
  const lost = (): ContainerEvent => ({
    type: 'error',
    error: new RuntimeError('ERR_STATUS_LOST', `${engine.name}: ${id} has ended, and how cannot be learnt`, {
      runtime: engine.name,
      verb: 'events',
      id,
      reason: engine.capabilities.reasons.waitAny,
    }),
  });
  const look = async (first: boolean): Promise<void> => {
    try {
      const { status } = await engine.state(id);
      if (status === 'stopped') return queue.last(lost());
    } catch (error) {
      if (first) return queue.fail(error);
      if (isRuntimeError(error, 'ERR_CONTAINER_NOT_FOUND')) return queue.last(lost());
      queue.put(trouble(kit, id, 'asking for its state', error));
    }
    if (!left) timer = setTimeout(() => void look(false), askMs);
  };
  void look(true);
  return () => {
    left = true;
    clearTimeout(timer);
  };
};

import type { ContainerEvent, Runtime } from '@caisson/core';
import { RuntimeError } from '@caisson/errors';
import { enter, find, type Kit } from '../calls/enter.ts';
import { keepAlive } from '../calls/keep-alive.ts';
import { arm } from './make.ts';
import { type Queue, queueOf } from './queue.ts';

/** Subscribes at the call, not at the first `next()`. */
export const events =
  (kit: Kit): Runtime['events'] =>
  (id, options = {}) => {
    const ending = enter(kit, 'events', id, options);
    const queue = queueOf();
    const stop = (): void => (kit.closing.signal.aborted ? queue.end() : queue.fail(ending.signal.reason));
    ending.signal.addEventListener('abort', stop, { once: true });
    void keepAlive(queue.over).then(() => ending[Symbol.dispose]());
    subscribe(kit, id, queue);
    const prepare = async (): Promise<void> => {
      await kit.faults.meet('events', id, 'before');
      const container = kit.host.containers.get(id);
      if (!options.oom || !container || container.outcome()) return;
      await arm(kit, container, options, false).catch((cause: unknown) => {
        const reason = `its OOM watcher failed: ${String(cause)}`;
        const facts = { runtime: 'memory', verb: 'events', id, reason, cause };
        queue.put({
          type: 'error',
          error: new RuntimeError('ERR_RUNTIME_FAILED', `${id}: ${reason}`, facts),
        });
      });
    };
    prepare().catch(queue.fail);
    return queue.events;
  };

const subscribe = (kit: Kit, id: string, queue: Queue): void => {
  const take = (event: ContainerEvent): void => {
    queue.put(event);
    if (event.type === 'exit') queue.end();
  };
  try {
    const container = find(kit, 'events', id);
    const status = container.outcome();
    const leave = container.subscribe(take);
    void queue.over.then(leave);
    if (status) take({ type: 'exit', status });
  } catch (error) {
    queue.fail(error);
  }
};

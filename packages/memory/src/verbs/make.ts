import { resolve } from 'node:path';
import type { CreateOptions, OomWatcherFactory, Spec, Streams } from '@caisson/core';
import { type Kit, mustBeAble } from '../calls/enter.ts';
import { bear } from '../host/birth.ts';
import { bounded } from '../host/bounded.ts';
import { readBundle, refuse } from '../host/bundle.ts';
import { type Container, containerOf, hasOwnPids, stateError } from '../host/container.ts';
import type { ImageProcess } from '../image.ts';
import { plumb } from '../streams/plumbing.ts';

/** A container to be made: its parts checked, nothing begun. */
export interface Order {
  readonly verb: 'run' | 'create' | 'restore';
  readonly id: string;
  readonly bundle: string;
  readonly spec: Spec;
  readonly streams: Streams;
  /** What it is to go on with, where it comes from an image. */
  readonly image?: readonly [ImageProcess, ...ImageProcess[]] | undefined;
}

/** @throws `ERR_INVALID_SPEC`, `ERR_NOT_SUPPORTED`, `ERR_CONTAINER_EXISTS` */
export const orderOf = (
  kit: Kit,
  verb: Order['verb'],
  id: string,
  bundle: string,
  options: CreateOptions,
): Order => {
  const spec = readBundle(verb, id, bundle);
  mustHaveNoTerminal(kit, verb, spec.process?.terminal, options);
  mustBeFree(kit, verb, id);
  return { verb, id, bundle: resolve(bundle), spec, streams: streamsOf(options) };
};

const mustBeFree = ({ host }: Kit, verb: string, id: string): void => {
  if (host.containers.has(id)) throw stateError('ERR_CONTAINER_EXISTS', verb, id, 'it exists already');
};

/** @throws `ERR_NOT_SUPPORTED` */
export const mustHaveNoTerminal = (
  kit: Kit,
  verb: string,
  wanted: boolean | undefined,
  given: Streams,
): void => {
  if (wanted || given.terminal) mustBeAble(kit, 'terminal', `${verb} with a terminal`);
};

/**
 * create, with its faults: a failure leaves nothing behind.
 * @throws `ERR_EXEC_FAILED`, `ERR_STREAM`
 */
export const make = async (kit: Kit, order: Order): Promise<Container> => {
  const { id, bundle, spec, verb, image } = order;
  const { host, programs, capabilities, faults } = kit;
  await faults.meet('create', id, 'before');
  mustBeFree(kit, verb, id); // Two of one id may have begun at the same time.
  const { args = [], env = [], cwd } = spec.process ?? refused(verb, id);
  const plumbing = plumb(order.streams);
  try {
    const container = containerOf({
      id,
      bundle,
      spec,
      plumbing,
      tellsOom: capabilities.oomEvents,
      exactSignals: capabilities.exactSignals,
      born: (made) => {
        const birth = { args, env, cwd, ...image?.[0] };
        return bear(host, programs, made, { ...birth, verb, plumbing, protected: hasOwnPids(spec) });
      },
    });
    kit.own.add(container);
    host.containers.set(id, container);
    try {
      await faults.meet('create', id, 'after');
    } catch (error) {
      await discard(kit, container);
      throw error;
    }
    return container;
  } catch (error) {
    plumbing.destroy();
    throw error;
  }
};

const refused = (verb: string, id: string): never => {
  throw refuse(verb, id, 'process: give one');
};

/** start, with its faults. */
export const begin = async (kit: Kit, container: Container): Promise<void> => {
  await kit.faults.meet('start', container.id, 'before');
  if (container.state().status === 'created') container.start();
  await kit.faults.meet('start', container.id, 'after');
};

/** delete, with its faults. */
export const remove = async (kit: Kit, container: Container): Promise<void> => {
  await kit.faults.meet('delete', container.id, 'before');
  await discard(kit, container);
  await kit.faults.meet('delete', container.id, 'after');
};

/** Ends a container with whatever still runs in it; whoever waits for it is told how it ended. */
export const discard = async ({ host }: Kit, container: Container): Promise<void> => {
  container.resume();
  container.killAll('SIGKILL');
  const settled = container.ended.then(
    () => true,
    () => true,
  );
  if (!(await bounded(() => settled, false))) container.plumbing.destroy();
  await settled;
  if (host.containers.get(container.id) === container) host.containers.delete(container.id);
  await container[Symbol.asyncDispose]();
};

/** Arms the call's own watcher, or the driver's. */
export const arm = async (
  kit: Kit,
  container: Container,
  { oom = kit.oom }: { readonly oom?: OomWatcherFactory | undefined },
  fresh: boolean,
): Promise<void> => {
  const { id, spec, init } = container;
  if (oom) await container.oom.arm(oom, { pid: init.pid, id, spec, fresh });
};

export const streamsOf = ({ stdin, stdout, stderr, output, terminal }: CreateOptions): Streams =>
  ({ stdin, stdout, stderr, output, terminal }) as Streams;

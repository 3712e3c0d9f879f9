import type { CallOptions, Capability, Runtime, Spec } from '@caisson/core';
import { InvalidOptionError, RuntimeError } from '@caisson/errors';
import { callOptions, signalKind } from '../options/calls.ts';
import { checkOptions } from '../options/kinds.ts';
import { endingOf } from './abort.ts';
import { withDefaultPath } from './environment.ts';
import { checkId } from './id.ts';
import { checkOpen, type Kit, notSupported } from './kit.ts';
import { stateOf, told } from './told.ts';

type OptionalVerb = 'pause' | 'resume' | 'update' | 'stats' | 'processes';

/** The calls that are one question to the engine each. */
export const plain = (
  kit: Kit,
): Pick<
  Runtime,
  'prepare' | 'kill' | 'state' | 'list' | 'pause' | 'resume' | 'update' | 'stats' | 'processes'
> => {
  const { engine } = kit;
  const call = async <T>(
    verb: string,
    id: string | undefined,
    { signal }: { readonly signal?: AbortSignal | undefined },
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> => {
    using ending = endingOf(kit, verb, id, signal);
    ending.check();
    return await ending.race(work(ending.signal));
  };
  const check = (verb: OptionalVerb, capability: Capability, there: boolean): void => {
    checkOpen(kit);
    if (!there || !engine.capabilities[capability]) {
      throw notSupported(kit, verb, engine.capabilities.reasons[capability]);
    }
  };
  /** A verb that an engine may lack. */
  const optional =
    <T>(verb: OptionalVerb, capability: Capability, work: ((id: string) => Promise<T>) | undefined) =>
    async (id: string, options: CallOptions = {}): Promise<T> => {
      check(verb, capability, work !== undefined);
      checkOptions(verb, callOptions.plain, options);
      checkId(engine.name, id);
      return call(verb, id, options, () => (work as NonNullable<typeof work>)(id));
    };

  return {
    prepare: async (spec, options = {}) => {
      checkOpen(kit);
      checkOptions('prepare', { ...callOptions.prepare, ...engine.prepareOptions }, options);
      const { id, signal: _, ...own } = options;
      if (id !== undefined) checkId(engine.name, id);
      const copy = copyOf(engine.name, spec);
      return call('prepare', id, options, async () =>
        withDefaultPath((await engine.prepare?.(copy, id, own)) ?? copy),
      );
    },
    kill: async (id, signal, options = {}) => {
      checkOpen(kit);
      checkOptions('kill', callOptions.kill, options);
      if (!signalKind.is(signal)) {
        throw new InvalidOptionError(
          `kill: ${JSON.stringify(signal)} is no signal; give ${signalKind.expected}`,
        );
      }
      const { all = false, pid } = options;
      if (pid !== undefined && !engine.capabilities.killProcess) {
        throw notSupported(kit, 'kill one process', engine.capabilities.reasons.killProcess);
      }
      checkId(engine.name, id);
      return call('kill', id, options, () => engine.kill(id, signal, { all, pid }));
    },
    state: async (id, options = {}) => {
      checkOpen(kit);
      checkOptions('state', callOptions.plain, options);
      checkId(engine.name, id);
      return call('state', id, options, (signal) => stateOf(kit, id, signal));
    },
    list: async (options = {}) => {
      checkOpen(kit);
      checkOptions('list', callOptions.plain, options);
      return call('list', undefined, options, async (signal) =>
        (await engine.list(signal)).map((state) => told(kit, state.id, state)),
      );
    },
    pause: optional('pause', 'pause', engine.pause),
    resume: optional('resume', 'pause', engine.resume),
    update: async (id, resources, options = {}) => {
      check('update', 'update', engine.update !== undefined);
      checkOptions('update', callOptions.plain, options);
      checkId(engine.name, id);
      return call('update', id, options, async () => engine.update?.(id, resources));
    },
    stats: optional('stats', 'stats', engine.stats),
    processes: optional('processes', 'processes', engine.processes),
  };
};

/** @throws `ERR_INVALID_SPEC` for what is no spec */
const copyOf = (runtime: string, spec: Spec): Spec => {
  const refuse = (what: string, cause?: unknown): RuntimeError =>
    new RuntimeError('ERR_INVALID_SPEC', `prepare: ${what}; give an OCI spec`, {
      runtime,
      verb: 'prepare',
      reason: what,
      cause,
    });
  if (typeof spec !== 'object' || spec === null || Array.isArray(spec)) throw refuse('the spec is no object');
  try {
    return structuredClone(spec);
  } catch (cause) {
    throw refuse('the spec holds what JSON cannot', cause);
  }
};

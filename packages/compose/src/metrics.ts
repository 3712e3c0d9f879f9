import type { ExitStatus, Runtime } from '@caisson/core';
import { InvalidOptionError, isRuntimeError } from '@caisson/errors';
import { type Meter, metrics } from '@opentelemetry/api';
import { around } from './around.ts';

export interface MetricsOptions {
  /** Where the measurements go. Default: `@caisson/compose`'s of the global meter provider. */
  readonly meter?: Meter | undefined;
}

/** In seconds: from a state question to a long build. */
const boundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800];

/**
 * The same runtime, measured: `caisson.call.duration` (histogram, s), `caisson.call.active` (up-down counter),
 * `caisson.container.exits` and `caisson.container.oom_kills` (counters). Attributes are `container.runtime.name`,
 * `caisson.verb`, and, of what failed, `error.type`; of exits `process.exit.code` and `caisson.signal`. Container ids
 * are none of them.
 * @throws `ERR_INVALID_OPTION`, a `TypeError`, for an unknown or ill-typed option
 */
export const withMetrics = <R extends Runtime>(runtime: R, options: MetricsOptions = {}): R => {
  const { meter = metrics.getMeter('@caisson/compose') } = checked(options);
  const duration = meter.createHistogram('caisson.call.duration', {
    unit: 's',
    description:
      'How long calls of a runtime take; of run, exec, wait and restore this includes the process’s life',
    advice: { explicitBucketBoundaries: boundaries },
  });
  const active = meter.createUpDownCounter('caisson.call.active', {
    unit: '{call}',
    description: 'Calls under way',
  });
  const exits = meter.createCounter('caisson.container.exits', {
    unit: '{container}',
    description: 'Containers whose end was learnt',
  });
  const kills = meter.createCounter('caisson.container.oom_kills', {
    unit: '{process}',
    description: 'Processes that the kernel killed for memory, of containers whose end was learnt',
  });
  const known = new WeakSet<ExitStatus>(); // Of one container, any number of callers wait for the same status.
  const ended = (name: string, status: ExitStatus): void => {
    if (known.has(status)) return;
    known.add(status);
    const own = { 'container.runtime.name': name };
    exits.add(1, {
      ...own,
      'process.exit.code': status.exitCode,
      ...(status.signal === null ? {} : { 'caisson.signal': String(status.signal) }),
    });
    if (status.oomKills !== 'unknown' && status.oomKills > 0) kills.add(status.oomKills, own);
  };
  return around(runtime, ({ runtime: name, verb }) => {
    const call = { 'container.runtime.name': name, 'caisson.verb': verb };
    active.add(1, call);
    return (end) => {
      active.add(-1, call);
      const failed = 'error' in end ? { 'error.type': typeOf(end.error) } : {};
      duration.record(end.durationMs / 1000, { ...call, ...failed });
      if ('status' in end && end.status && verb !== 'exec') ended(name, end.status);
    };
  });
};

const typeOf = (error: unknown): string =>
  isRuntimeError(error) ? error.code : error instanceof Error ? error.name : '_OTHER';

/** @throws `ERR_INVALID_OPTION` */
const checked = (options: MetricsOptions): MetricsOptions => {
  if (typeof options !== 'object' || options === null) {
    throw new InvalidOptionError(`withMetrics: the options are ${String(options)}; give an object`);
  }
  const unknown = Object.keys(options).find((name) => name !== 'meter');
  if (unknown !== undefined) {
    throw new InvalidOptionError(`withMetrics: there is no option ${unknown}; known is meter`);
  }
  const { meter } = options;
  if (meter !== undefined && typeof (meter as Partial<Meter> | null)?.createHistogram !== 'function') {
    throw new InvalidOptionError(
      'withMetrics: meter is none; give what getMeter() of @opentelemetry/api gives',
    );
  }
  return options;
};

import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { expect, it } from 'vitest';
import { world } from '../../memory/test/support/world.ts';
import { withMetrics } from '../src/metrics.ts';

const { runtime: plain, bundle } = await world();
const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
const provider = new MeterProvider({ readers: [reader] });
const runtime = withMetrics(plain, { meter: provider.getMeter('test') });

const exported = async (): Promise<
  Readonly<Record<string, readonly { attributes: object; value: unknown }[]>>
> => {
  await reader.forceFlush();
  const metrics =
    exporter
      .getMetrics()
      .at(-1)
      ?.scopeMetrics.flatMap((scope) => scope.metrics) ?? [];
  return Object.fromEntries(
    metrics.map(({ descriptor, dataPoints }) => [
      descriptor.name,
      dataPoints.map(({ attributes, value }) => ({ attributes, value })),
    ]),
  );
};

it('withMetrics measures calls, exits and OOM kills, with a real OpenTelemetry SDK', async () => {
  await runtime.run('three', bundle(['exit', '3']));
  await runtime.run('oom', bundle(['forever']), { onStarted: () => plain.oom('oom') });
  await runtime.state('nobody').catch(() => {});
  await runtime.create('waited', bundle(['exit', '0']));
  await runtime.start('waited');
  await Promise.all([runtime.wait('waited'), runtime.wait('waited')]);
  await runtime.delete('waited');
  const told = await exported();
  const name = { 'container.runtime.name': 'memory' };
  expect(told['caisson.container.exits']).toEqual([
    { attributes: { ...name, 'process.exit.code': 3 }, value: 1 },
    { attributes: { ...name, 'process.exit.code': 137, 'caisson.signal': 'SIGKILL' }, value: 1 },
    { attributes: { ...name, 'process.exit.code': 0 }, value: 1 },
  ]);
  expect(told['caisson.container.oom_kills']).toEqual([{ attributes: name, value: 1 }]);
  expect(told['caisson.call.duration']).toContainEqual({
    attributes: { ...name, 'caisson.verb': 'run' },
    value: expect.objectContaining({ count: 2 }),
  });
  expect(told['caisson.call.duration']).toContainEqual({
    attributes: { ...name, 'caisson.verb': 'state', 'error.type': 'ERR_CONTAINER_NOT_FOUND' },
    value: expect.objectContaining({ count: 1 }),
  });
  for (const { value } of told['caisson.call.active'] ?? []) expect(value).toBe(0);
  await provider.shutdown();
});

it('withMetrics without a meter takes the global one, which measures nothing unless it is set', async () => {
  expect((await withMetrics(plain).run('global', bundle(['exit', '6']))).exitCode).toBe(6);
});

it.each([null, { meter: {} }, { metre: 1 }])('withMetrics refuses %o', (options) => {
  expect(() => withMetrics(plain, options as never)).toThrow(TypeError);
});

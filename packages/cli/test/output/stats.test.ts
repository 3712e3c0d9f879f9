import type { Stats } from '@caisson/core';
import { expect, test } from 'vitest';
import { statsJson } from '../../src/output/stats.ts';

test('counts are whole numbers in JSON, and a text that looks like one stays a text', () => {
  const stats = { cpu: { usageNs: 2n ** 60n }, processes: [{ args: ['bigint:5'] }] };
  const json = statsJson(stats as unknown as Stats);
  expect(json).toContain('"usageNs": 1152921504606846976');
  expect(JSON.parse(json).processes).toEqual(stats.processes);
});

import { baseSpec } from '@caisson/oci-spec';
import { describe, expect, it } from 'vitest';
import { type LimitFlags, limits } from '../../src/arguments/limits.ts';

const asRoot = process.getuid?.() === 0;

describe.skipIf(!asRoot)('limits (needs root)', () => {
  it('puts sizes, processors and processes into the spec', () => {
    const { linux } = limits({ memory: '64MiB', cpus: '1.5', pids: '10' })(baseSpec('runc'));
    expect(linux?.resources).toMatchObject({
      memory: { limit: 64 * 1024 * 1024 },
      cpu: { quota: 150_000, period: 100_000 },
      pids: { limit: 10 },
    });
  });

  it('leaves the spec as it is where none is given', () => {
    expect(limits({})(baseSpec('runc'))).toEqual(baseSpec('runc'));
  });
});

it.each([
  [{ memory: 'abc' }, '--memory'],
  [{ memory: '' }, '--memory'],
  [{ memory: '0' }, '--memory'],
  [{ memory: '-1' }, '--memory'],
  [{ memory: '1XB' }, '--memory'],
  [{ cpus: 'two' }, '--cpus'],
  [{ cpus: '0' }, '--cpus'],
  [{ cpus: '0.001' }, '--cpus'],
  [{ cpus: '1e3' }, '--cpus'],
  [{ cpus: '100000' }, '--cpus'],
  [{ pids: '0' }, '--pids'],
  [{ pids: '1.5' }, '--pids'],
  [{ pids: '-1' }, '--pids'],
] satisfies [LimitFlags, string][])('refuses %j by the name of its option', (flags, name) => {
  expect(() => limits(flags)).toThrow(new RegExp(`^${name}: ".*" will not do; give `));
});

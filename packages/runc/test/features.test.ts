import { describe, expect, it } from 'vitest';
import { runc } from '../src/index.ts';
import { able } from './support/modes.ts';

describe.skipIf(!able)('features (needs Linux, root and runc)', () => {
  it('tells what this build of runc knows', async () => {
    await using runtime = await runc();
    const { ociVersionMax, linux } = await runtime.features();
    expect(ociVersionMax).toMatch(/^1\./);
    expect(linux?.namespaces).toContain('pid');
  });
});

import { baseSpec, domainname, pipe } from '@caisson/oci-spec';
import { describe, expect, it } from 'vitest';
import { runc } from '../src/index.ts';
import { failure } from './support/failure.ts';
import { able } from './support/modes.ts';

describe.skipIf(!able)('prepare (needs Linux, root and runc)', () => {
  it('gives a new spec, with a PATH where there is no env, and leaves its argument alone', async () => {
    await using runtime = await runc();
    const spec = Object.freeze({ ociVersion: '1.0.2', process: Object.freeze({ args: ['sh'], cwd: '/' }) });
    const prepared = await runtime.prepare(spec, { id: 'any' });
    expect(prepared).not.toBe(spec);
    expect(prepared.process?.env).toEqual([expect.stringMatching(/^PATH=\/.*\/bin$/)]);
    expect(spec).toEqual({ ociVersion: '1.0.2', process: { args: ['sh'], cwd: '/' } });
    const own = baseSpec('runc');
    expect(await runtime.prepare(own)).toEqual(own);
  });

  it('refuses what this runc would silently ignore, and says which release does not', async () => {
    await using runtime = await runc();
    const old = /^1\.[01]\./.test(
      (await runtime.features()).annotations?.['org.opencontainers.runc.version'] ?? '',
    );
    const spec = pipe(baseSpec('runc'), domainname('example.org'));
    if (!old) return expect(await runtime.prepare(spec)).toEqual(spec);
    const { reason } = await failure('ERR_INVALID_SPEC', runtime.prepare(spec));
    expect(reason).toMatch(/domainname.*runc 1\.2/);
  });
});

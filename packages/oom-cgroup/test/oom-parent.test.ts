import type { Spec } from '@caisson/core';
import { describe, expect, it } from 'vitest';
import { withOomParent } from '../src/index.ts';

const invalid = expect.objectContaining({ code: 'ERR_INVALID_OPTION' });

describe('withOomParent', () => {
  it('puts the cgroup below one of the id, and leaves its argument as it was', () => {
    const spec: Spec = { ociVersion: '1.3.0', linux: { resources: { memory: { limit: 1 << 20 } } } };
    const before = structuredClone(spec);
    expect(withOomParent(spec, 'a.b')).toEqual({
      ociVersion: '1.3.0',
      linux: { resources: { memory: { limit: 1 << 20 } }, cgroupsPath: '/caisson-a.b/caisson.container' },
    });
    expect(spec).toEqual(before);
  });

  it.each([
    ['/jobs/7', '/jobs/7/caisson.container'],
    ['jobs/7/', 'jobs/7/caisson.container'],
    ['', '/caisson-a/caisson.container'],
  ])('keeps the place that the spec names, %o', (cgroupsPath, below) => {
    expect(withOomParent({ ociVersion: '1.3.0', linux: { cgroupsPath } }, 'a').linux?.cgroupsPath).toBe(
      below,
    );
  });

  it('does it once', () => {
    const once = withOomParent({ ociVersion: '1.3.0' }, 'a');
    expect(withOomParent(once, 'a')).toEqual(once);
  });

  it('refuses what has no parent of its own, and what is no id or spec', () => {
    const spec = { ociVersion: '1.3.0', linux: { cgroupsPath: 'user.slice:caisson:a' } };
    expect(() => withOomParent(spec, 'a')).toThrow(invalid);
    for (const id of ['', '..', '.a', '-a', 'a/b', 'a\nb', 7])
      expect(() => withOomParent({ ociVersion: '1.3.0' }, id as never)).toThrow(invalid);
    expect(() => withOomParent(null as never, 'a')).toThrow(invalid);
  });
});

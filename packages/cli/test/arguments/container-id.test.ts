import { expect, it } from 'vitest';
import { containerId, randomId } from '../../src/arguments/container-id.ts';

it.each(['a', 'web-1', '_x', '+', '0.1', 'x'.repeat(255)])('takes %s', (id) => {
  expect(containerId(id)).toBe(id);
});

it.each(['', '.', '..', '../x', '-x', 'a/b', 'a b', 'ä', 'x'.repeat(256), 'a\n'])('refuses %j', (id) => {
  expect(() => containerId(id)).toThrow(/^id: /);
});

it('makes up ids that are ones, and differ', () => {
  const ids = Array.from({ length: 50 }, randomId);
  for (const id of ids) expect(containerId(id)).toMatch(/^[a-z-]+$/);
  expect(new Set(ids).size).toBeGreaterThan(45);
});

import { join } from 'node:path';
import { expect, it } from 'vitest';
import { withTree } from '../tree/fixture.mjs';
import { hashOf } from './stamp.mjs';

const hash = (files) =>
  withTree(files, async (root) => {
    process.chdir(root);
    const paths = ['a', 'b'];
    const result = await hashOf(paths);
    process.chdir('/');
    return result;
  });

it('is the same for the same files, and another for another content, file or place', async () => {
  const first = await hash({ a: 'one', b: 'two' });
  expect(await hash({ a: 'one', b: 'two' })).toBe(first);
  /** @type {string[]} */
  const others = [];
  for (const files of [
    { a: 'one', b: 'three' },
    { a: 'onet', b: 'wo' },
    { a: 'two', b: 'one' },
    { a: 'one' },
  ]) {
    others.push(await hash(files));
  }
  expect(new Set([first, ...others]).size).toBe(5);
});

it('does not mind the order in which files are named', async () => {
  await withTree({ a: 'one', b: 'two' }, async (root) => {
    const [a, b] = [join(root, 'a'), join(root, 'b')];
    expect(await hashOf([a, b])).toBe(await hashOf([b, a]));
  });
});

import { expect, it } from 'vitest';
import { readSkips } from '../test/skips.mjs';
import { lacking } from './lacking.mjs';

const debian = { linux: true, root: true, apt: true, node: '24.0.0' };

it.each(
  /** @type {const} */ ([
    [{ linux: false }, 'x64'],
    [{ root: false }, 'x64'],
    [{}, 'arm64'],
  ]),
)('has no lab with %o on %s, and the list of skips knows it', async (lack, arch) => {
  const reason = lacking({ ...debian, ...lack }, arch);
  expect(reason).toBe('needs Linux on x64, and root');
  const { nothing = [] } = await readSkips();
  expect(nothing.some(({ test }) => new RegExp(test).test(`packages/a/test (the lab ${reason})`))).toBe(true);
});

import { expect, it } from 'vitest';
import { summary } from './summary.mjs';

const good = { passed: 3, failed: [], skipped: [] };
const skipped = { name: 'a.test.ts > runs (needs root)', reason: 'needs root' };
const skips = { root: [{ test: '\\(needs root', reason: 'limits need it' }] };

const lastLine = ({ text }) => text.split('\n').at(-1);

it('ends with the counts of all stages, alone on a line', () => {
  const other = { passed: 2, failed: [{ name: 'b fails' }], skipped: [skipped] };
  const whole = summary(
    [
      { name: 'one', results: good },
      { name: 'two', results: other },
    ],
    skips,
    ['root'],
  );
  expect(lastLine(whole)).toBe('5 passed, 1 failed, 1 skipped');
  expect(whole.text).toContain('b fails');
  expect(whole.text).toContain('needs root (1):\n    a.test.ts > runs (needs root)');
});

it('is content with skips that are listed for this kind of host', () => {
  const results = { ...good, skipped: [skipped] };
  expect(summary([{ name: 'one', results }], skips, ['root']).ok).toBe(true);
});

it('is not content with others, and names them', () => {
  const results = { ...good, skipped: [skipped] };
  const { ok, text } = summary([{ name: 'one', results }], skips, []);
  expect(ok).toBe(false);
  expect(text).toContain('(it lacks nothing)\n  a.test.ts > runs');
});

it('is not content with a failure', () => {
  expect(summary([{ name: 'one', results: { ...good, failed: [{ name: 'b' }] } }], skips, []).ok).toBe(false);
});

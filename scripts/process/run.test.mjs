import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { run } from './run.mjs';

const limitMs = 30_000;

/** The living processes whose command line holds a word. */
const alive = (word) =>
  readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) return false;
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(word);
    } catch {
      return false;
    }
  });

const untilNone = async (word) => {
  while (alive(word).length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
};

it('tells how a program ended, with its words', async () => {
  expect(await run('sh', ['-c', 'echo out; echo err >&2'], { limitMs })).toMatchObject({
    ok: true,
    output: 'out\nerr',
  });
  expect(await run('sh', ['-c', 'exit 3'], { limitMs })).toMatchObject({ ok: false, how: 'exit code 3' });
  expect(await run('sh', ['-c', 'kill -9 $$'], { limitMs })).toMatchObject({
    ok: false,
    how: 'ended by SIGKILL',
  });
});

it('tells of a program that is not there', async () => {
  const { ok, how } = await run('no-such-program', [], { limitMs });
  expect(ok).toBe(false);
  expect(how).toContain('no-such-program');
});

it('gives it no input', async () => {
  expect(await run('cat', [], { limitMs })).toMatchObject({ ok: true, output: '' });
});

it('keeps the last of a long output', async () => {
  const { output } = await run('sh', ['-c', 'seq 1 100000'], { limitMs });
  expect(output.endsWith('\n100000')).toBe(true);
  expect(output.length).toBeLessThanOrEqual(64 * 1_024);
});

it.skipIf(process.platform !== 'linux')('stops the whole group at the limit (needs Linux)', async () => {
  const word = `86400.${process.pid}1`;
  const ended = await run('sh', ['-c', `sleep ${word} & sleep ${word}`], { limitMs: 200 });
  expect(ended).toMatchObject({ ok: false, how: 'stopped at its limit of 0.2 s' });
  await untilNone(word);
});

it.skipIf(process.platform !== 'linux')('leaves nothing of the group behind (needs Linux)', async () => {
  const word = `86400.${process.pid}2`;
  const ended = await run('sh', ['-c', `sleep ${word} & echo done`], { limitMs });
  expect(ended).toMatchObject({ ok: true, output: 'done' });
  await untilNone(word);
});

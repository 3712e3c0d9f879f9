import { existsSync } from 'node:fs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Launched, launch, type Program } from '../../src/program/launch.ts';
import { runVerb } from '../../src/program/verb.ts';
import { countedSignal } from '../fixtures/counted-signal.ts';
import { turns } from '../fixtures/turn.ts';

const sh = (script: string): Program => ({
  path: '/bin/sh',
  args: ['-c', script],
  stdio: ['ignore', 'pipe', 'pipe'],
});
const minute = { timeoutMs: 60_000 };

/** Launches for real, and keeps what was launched. */
const launching = (): { launched: Launched[]; launch: typeof launch } => {
  const launched: Launched[] = [];
  return {
    launched,
    launch: (program) => {
      const running = launch(program);
      launched.push(running);
      return running;
    },
  };
};
const lives = (pid: number | undefined): boolean => existsSync(`/proc/${pid}`);

afterEach(() => vi.useRealTimers());

describe('a verb', () => {
  test('gives what it said on each stream, and how it ended', async () => {
    expect(await runVerb(launch, sh('echo out; echo err >&2; exit 3'), minute)).toEqual({
      exitCode: 3,
      signal: null,
      stdout: 'out\n',
      stderr: 'err\n',
      timedOut: false,
    });
  });

  test('gives an answer of 10 MB whole', async () => {
    const end = await runVerb(launch, sh('head -c 10000000 /dev/zero | tr "\\0" x; echo é'), minute);
    expect(end.stdout.length).toBe(10_000_002);
    expect(end.stdout.endsWith('xé\n')).toBe(true);
  });

  test('ends an answer without end, which is bounded in memory', async () => {
    const end = await runVerb(launch, sh('exec cat /dev/zero'), minute);
    expect(end.exitCode).not.toBe(0);
    expect(end.stdout.length).toBeLessThanOrEqual(64 << 20);
  });

  test('is over at its exit, though a grandchild holds its pipes', async () => {
    const { stdout } = await runVerb(launch, sh('sleep 7613 & echo $!'), minute);
    process.kill(Number(stdout), 'SIGKILL');
  });

  test('rejects with the system’s error where it cannot be started', async () => {
    await expect(runVerb(launch, { ...sh(''), path: '/nowhere' }, minute)).rejects.toMatchObject({
      code: 'ENOENT',
    });
  });

  test('that takes too long is asked to end, and what it said until then is kept', async () => {
    const script = 'trap "echo bye; exit 5" TERM; echo hi; while :; do sleep 0.01; done';
    const end = await runVerb(launch, sh(script), { timeoutMs: 300 });
    expect(end).toMatchObject({ exitCode: 5, signal: null, stdout: 'hi\nbye\n', timedOut: true });
  });

  test('that ignores SIGTERM is killed', async () => {
    const { launched, launch } = launching();
    const end = await runVerb(launch, sh('trap "" TERM; while :; do sleep 0.05; done'), { timeoutMs: 300 });
    expect(end).toMatchObject({ exitCode: null, signal: 'SIGKILL', timedOut: true });
    expect(lives(launched[0]?.pid)).toBe(false);
  });

  test('that not even SIGKILL ends is given up (a fake program that cannot be made to end)', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const signals: string[] = [];
    const stuck = (): Launched => ({
      pid: 1,
      stdout: undefined,
      stderr: undefined,
      exited: new Promise(() => {}),
      kill: (signal) => void signals.push(signal),
      ref: () => {},
      unref: () => {},
    });
    const running = runVerb(stuck, sh(''), { timeoutMs: 1_000 });
    for (let i = 0; i < 6; i++) {
      await vi.advanceTimersByTimeAsync(1_000);
      await turns();
    }
    expect(await running).toMatchObject({ exitCode: null, signal: 'SIGKILL', timedOut: true });
    expect(signals).toEqual(['SIGTERM', 'SIGKILL']);
  });

  test('is killed at once by its signal, and nobody listens to that afterwards', async () => {
    const { launched, launch } = launching();
    const { controller, listeners } = countedSignal();
    const running = runVerb(launch, sh('exec sleep 7613'), { ...minute, signal: controller.signal });
    controller.abort(new Error('left'));
    await expect(running).rejects.toThrow('left');
    expect(lives(launched[0]?.pid)).toBe(false);
    expect(listeners()).toBe(0);
  });

  test('is not started where its signal is aborted', async () => {
    const { launched, launch } = launching();
    const signal = AbortSignal.abort(new Error('left'));
    await expect(runVerb(launch, sh(''), { ...minute, signal })).rejects.toThrow('left');
    expect(launched).toEqual([]);
  });
});

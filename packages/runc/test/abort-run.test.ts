import type { ExitStatus, RunOptions, Runtime, RuntimeError, Stop } from '@caisson/core';
import { beforeAll, expect, it } from 'vitest';
import { moments } from './support/emulated.ts';
import { failure } from './support/failure.ts';
import { inBothModes } from './support/modes.ts';
import { sh, world } from './support/world.ts';

const here = world();

const polite: Stop = { signal: 'SIGTERM', graceMs: 20_000 };
const never = (): Promise<void> => new Promise(() => {});

inBothModes('an aborted run', (waiting) => {
  let runtime: Runtime;
  let obeying: string;
  beforeAll(async () => {
    runtime = await here.runtime({ waiting });
    obeying = await here.bundle(sh('trap "exit 5" TERM; echo ready; while :; do sleep 0.02; done'));
  });

  /** Aborted by what `when` makes of the abort, it leaves nothing, and tells why. */
  const aborted = async (bundle: string, when: (abort: () => void) => RunOptions): Promise<RuntimeError> => {
    const reason = new Error('enough');
    const stop = new AbortController();
    const id = here.id();
    const running = runtime.run(id, bundle, { ...when(() => stop.abort(reason)), signal: stop.signal });
    const error = await failure('ERR_ABORTED', running);
    expect(here.remains.now()).toEqual([]);
    expect(error).toMatchObject({ cause: reason, runtime: 'runc', verb: 'run', id });
    return error;
  };

  const killed = {
    exitCode: 137,
    signal: waiting === 'native' ? 'SIGKILL' : 'unknown',
    oomKilled: false,
  } as const;

  it('never begins where it is aborted before', async () => {
    let called = false;
    const { status } = await aborted(obeying, (abort) => {
      abort();
      return {
        onCreated: () => {
          called = true;
        },
      };
    });
    expect([called, status]).toEqual([false, undefined]);
  });

  for (const [how, stop] of [
    ['at once', undefined],
    ['with a stop', polite],
  ] as const) {
    const options: RunOptions = stop ? { stop } : {};
    // The program may not have set its trap yet, and init without one ignores the signal.
    const hasty = stop && { ...stop, graceMs: 50 };

    it.each([
      ['in one step', {}],
      ['with a hook', { onCreated: () => {} }],
      ['with a hook that never ends', { onCreated: never }],
    ])(`leaves nothing when it is aborted during create and start ${how}, %s`, async (_what, hooks) => {
      const usual = stop ? [3, 10, 18, 26, 40] : [1, 6, 14, 22, 30, 50];
      for (const ms of moments('of an abort during create and start', usual)) {
        await aborted(obeying, (abort) => {
          setTimeout(abort, ms);
          return { ...hooks, stop: hasty };
        });
      }
    });

    it.each([
      ['and the hook returns', () => {}],
      ['and the hook never ends', never],
      ['and the hook rejects', () => Promise.reject(new Error('its own'))],
    ])(`leaves nothing when it is aborted in onCreated ${how}, %s`, async (_what, then) => {
      let started = false;
      await aborted(obeying, (abort) => ({
        ...options,
        onCreated: () => {
          abort();
          return then();
        },
        onStarted: () => {
          started = true;
        },
      }));
      expect(started).toBe(false);
    });

    it.each([
      ['after one step', {}],
      ['after a hook', { onCreated: () => {} }],
    ])(`leaves nothing when it is aborted in onStarted ${how}, %s`, async (_what, hooks) => {
      for (const then of [() => {}, never]) {
        const { status } = await aborted(obeying, (abort) => ({
          ...hooks,
          stop: hasty,
          onStarted: () => {
            abort();
            return then();
          },
        }));
        expect([5, 137]).toContain(status?.exitCode);
      }
    });

    it.each([
      ['after one step', {}],
      ['after a hook', { onCreated: () => {} }],
    ])(`ends a running program ${how}, and tells how it ended, %s`, async (_what, hooks) => {
      const { status } = await aborted(obeying, (abort) => ({ ...options, ...hooks, stdout: abort }));
      expect(status).toMatchObject(stop ? { exitCode: 5, signal: null } : killed);
      expect(status?.startedAt).toBeInstanceOf(Date);
    });

    it(`either tells the status or is aborted when it is aborted while the program exits ${how}`, async () => {
      const bundle = await here.bundle(sh('echo bye; exit 7'));
      for (const ms of moments('of an abort at an exit', [0, 0, 0, 1, 2, 5, 10, 20])) {
        const abort = new AbortController();
        const stdout = (): void => void setTimeout(() => abort.abort('late'), ms);
        const end: ExitStatus | RuntimeError = await runtime
          .run(here.id(), bundle, { ...options, stdout, signal: abort.signal })
          .catch((error: RuntimeError) => error);
        if (end instanceof Error) expect(end).toMatchObject({ code: 'ERR_ABORTED', cause: 'late' });
        const status = end instanceof Error ? end.status : end;
        expect([7, 137]).toContain(status?.exitCode);
        expect(here.remains.now()).toEqual([]);
      }
    });
  }

  it('kills a program that ignores the signal, once its grace is over', async () => {
    const bundle = await here.bundle(sh('trap "" TERM; echo ready; while :; do sleep 0.02; done'));
    const { status } = await aborted(bundle, (abort) => ({
      stop: { signal: 'SIGTERM', graceMs: 200 },
      stdout: abort,
    }));
    expect(status).toMatchObject(killed);
  });

  it('delivers what a program says while it stops', async () => {
    const bundle = await here.bundle(
      sh('trap "echo farewell; exit 6" TERM; echo ready; while :; do sleep 0.02; done'),
    );
    const said: string[] = [];
    const { status } = await aborted(bundle, (abort) => ({
      stop: polite,
      stdout: (chunk) => {
        said.push(chunk.toString());
        abort();
      },
    }));
    expect([said.join(''), status?.exitCode]).toEqual(['ready\nfarewell\n', 6]);
  });

  it('kills what the program has started, too', async () => {
    const bundle = await here.bundle(sh('setsid sleep 1000 & sleep 1000 & echo ready; wait'));
    await aborted(bundle, (abort) => ({ stdout: abort }));
  });

  it('ends though a sink never takes what it was given', async () => {
    const bundle = await here.bundle(sh('echo ready; sleep 1000'));
    await aborted(bundle, (abort) => ({
      stdout: () => {
        abort();
        return never();
      },
    }));
  });
});

import type { ExecOptions, ExitStatus, Runtime, RuntimeError } from '@caisson/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { moments } from './support/emulated.ts';
import { failure } from './support/failure.ts';
import { inBothModes } from './support/modes.ts';
import { until } from './support/until.ts';
import { sh, world } from './support/world.ts';

const here = world();

const never = (): Promise<void> => new Promise(() => {});
const obeying = sh('trap "exit 5" TERM; echo ready; while :; do sleep 0.02; done');

inBothModes('an aborted exec', (waiting) => {
  let runtime: Runtime;
  let id: string;
  beforeAll(async () => {
    runtime = await here.runtime({ waiting });
    id = here.id();
    await runtime.create(id, await here.bundle(['sleep', '1234']));
    await runtime.start(id);
  });
  afterAll(async () => {
    await runtime.delete(id, { force: true });
  });

  /** What runs beside the container's init; a process that was killed may take a moment to go. */
  const others = (): readonly string[] => here.remains.processes().filter((line) => !/sleep 1234/.test(line));

  const aborted = async (
    program: readonly string[],
    when: (abort: () => void) => ExecOptions,
  ): Promise<RuntimeError> => {
    const reason = new Error('enough');
    const stop = new AbortController();
    const running = runtime.exec(id, here.process(program), {
      ...when(() => stop.abort(reason)),
      signal: stop.signal,
    });
    const error = await failure('ERR_ABORTED', running);
    expect(error).toMatchObject({ cause: reason, runtime: 'runc', verb: 'exec', id });
    await until(() => others().length === 0);
    expect(await runtime.state(id)).toMatchObject({ status: 'running' });
    return error;
  };

  const killed = {
    exitCode: 137,
    signal: waiting === 'native' ? 'SIGKILL' : 'unknown',
    oomKilled: false,
  } as const;

  it('never begins where it is aborted before', async () => {
    const { status } = await aborted(obeying, (abort) => {
      abort();
      return {};
    });
    expect(status).toBeUndefined();
  });

  it.each([
    ['at once', {}],
    ['with a stop', { stop: { signal: 'SIGTERM', graceMs: 100 } }],
  ] as const)('leaves nothing while it begins, %s', async (_how, options) => {
    for (const ms of moments('of an abort while an exec begins', [1, 3, 6, 10, 14, 18, 22, 26, 30])) {
      await aborted(obeying, (abort) => {
        setTimeout(abort, ms);
        return options;
      });
    }
    for (const then of [() => {}, never]) {
      const { status } = await aborted(obeying, (abort) => ({
        ...options,
        onStarted: () => {
          abort();
          return then();
        },
      }));
      expect([5, 137, 143]).toContain(status?.exitCode);
    }
  });

  it('ends a running process, asked first where a stop is given, and tells how it ended', async () => {
    const atOnce = await aborted(obeying, (stdout) => ({ stdout }));
    expect(atOnce.status).toMatchObject(killed);
    const asked = await aborted(obeying, (stdout) => ({
      stdout,
      stop: { signal: 'SIGTERM', graceMs: 20_000 },
    }));
    expect(asked.status).toMatchObject({ exitCode: 5, signal: null });
  });

  it('kills a process that ignores the signal, once its grace is over', async () => {
    const { status } = await aborted(
      sh('trap "" TERM; echo ready; while :; do sleep 0.02; done'),
      (stdout) => ({
        stdout,
        stop: { signal: 'SIGTERM', graceMs: 200 },
      }),
    );
    expect(status).toMatchObject(killed);
  });

  it('kills the children of the process with it', async () => {
    await aborted(sh('sleep 1001 & sh -c "sleep 1002; true" & echo ready; wait'), (stdout) => ({ stdout }));
  });

  it('kills the children that outlive an obedient process', async () => {
    const script = `sh -c 'trap "" TERM; echo ready; while :; do sleep 0.02; done' & trap "exit 5" TERM; wait`;
    const { status } = await aborted(sh(script), (stdout) => ({
      stdout,
      stop: { signal: 'SIGTERM', graceMs: 20_000 },
    }));
    expect(status).toMatchObject({ exitCode: 5, signal: null });
  });

  it('either tells the status or is aborted when it is aborted while the process exits', async () => {
    for (const ms of moments('of an abort at an exec’s exit', [0, 0, 0, 1, 2, 5, 10])) {
      const abort = new AbortController();
      const stdout = (): void => void setTimeout(() => abort.abort('late'), ms);
      const end: ExitStatus | RuntimeError = await runtime
        .exec(id, here.process(sh('echo bye; exit 7')), { stdout, signal: abort.signal })
        .catch((error: RuntimeError) => error);
      if (end instanceof Error) expect(end).toMatchObject({ code: 'ERR_ABORTED', cause: 'late' });
      const status = end instanceof Error ? end.status : end;
      expect([7, 137]).toContain(status?.exitCode);
      await until(() => others().length === 0);
    }
  });

  it('ends though a sink never takes what it was given', async () => {
    await aborted(sh('echo ready; sleep 1000'), (abort) => ({
      stdout: () => {
        abort();
        return never();
      },
    }));
  });
});

import type { ByteSink, Driver, Drivers, ExitStatus, OomWatcherFactory, Runtime } from '@caisson/core';
import { isRuntimeError } from '@caisson/errors';
import { describe, expectTypeOf, test } from 'vitest';
import { driver, type Runc, type RuncOptions, runc } from '../src/index.ts';

type Verdict =
  | { readonly kind: 'done' | 'oom'; readonly status: ExitStatus }
  | { readonly kind: 'timeout'; readonly status: ExitStatus | undefined }
  | { readonly kind: 'cancelled' };

/** How a platform runs a job. */
export const job = async (
  runtime: Runtime,
  {
    input,
    out,
    user,
    oom,
  }: {
    readonly input: AsyncIterable<Uint8Array>;
    readonly out: ByteSink;
    readonly user: AbortSignal;
    readonly oom: OomWatcherFactory;
  },
): Promise<Verdict> => {
  const timeout = AbortSignal.timeout(30_000);
  try {
    const status = await runtime.run('j', '/b', {
      stdin: input,
      stdout: out,
      stderr: (chunk) => {
        process.stderr.write(chunk);
      },
      signal: AbortSignal.any([user, timeout]),
      stop: { signal: 'SIGTERM', graceMs: 2000 },
      oom,
      onStarted: ({ pid }) => console.error('pid', pid),
    });
    return { kind: status.oomKilled === true ? 'oom' : 'done', status };
  } catch (error) {
    if (!isRuntimeError(error, 'ERR_ABORTED')) throw error;
    return timeout.aborted ? { kind: 'timeout', status: error.status } : { kind: 'cancelled' };
  }
};

declare const runtime: Runc;

describe('runc', () => {
  test('is a driver, under its own name and as driver', () => {
    expectTypeOf(runc).toExtend<Driver<RuncOptions, Runc>>();
    expectTypeOf(driver).toEqualTypeOf<typeof runc>();
    expectTypeOf<Drivers['runc']>().toEqualTypeOf<typeof runc>();
    expectTypeOf(runc()).resolves.toEqualTypeOf<Runc>();
    expectTypeOf<Runc>().toExtend<Runtime>();
  });

  test('takes its own options, which may be undefined, and no other', () => {
    const maybe: string | undefined = process.env['ROOT'];
    void runc({ path: 'runc', root: maybe, systemdCgroup: undefined, rootless: 'auto', waiting: 'native' });
    // @ts-expect-error an option that it does not have
    void runc({ platform: 'kvm' });
    // @ts-expect-error a wrong value
    void runc({ rootless: 'yes' });
    // @ts-expect-error a wrong type
    void runc({ extraArgs: '--x' });
  });

  test('takes one sink for both streams or one for each, never a mixture', () => {
    void runtime.run('j', '/b', { output: process.stdout });
    void runtime.run('j', '/b', { stdout: process.stdout, stderr: { file: '/var/log/j' } });
    // @ts-expect-error output and stdout exclude each other
    void runtime.run('j', '/b', { output: process.stdout, stdout: process.stdout });
    // @ts-expect-error output and stderr exclude each other
    void runtime.create('j', '/b', { output: process.stdout, stderr: () => {} });
    // @ts-expect-error output and stdout exclude each other
    void runtime.exec('j', { args: ['sh'], cwd: '/' }, { output: process.stdout, stdout: () => {} });
  });

  test('refuses options that a call does not have', () => {
    // @ts-expect-error unknown option
    void runtime.run('j', '/b', { stdOut: process.stdout });
    // @ts-expect-error a hook of run's is not one of create's
    void runtime.create('j', '/b', { onStarted: () => {} });
    // @ts-expect-error a signal has a name or a number
    void runtime.kill('j', true);
  });

  test('takes an abort signal that may be undefined, and a web stream', () => {
    const signal: AbortSignal | undefined = undefined as AbortSignal | undefined;
    void runtime.run('j', '/b', { signal });
    void runtime.delete('j', { signal, force: undefined });
    const stdin = new Blob(['x']).stream() as AsyncIterable<Uint8Array>;
    void runtime.run('j', '/b', { stdin });
  });

  test('gives what its calls promise', () => {
    expectTypeOf(runtime.run('j', '/b')).resolves.toEqualTypeOf<ExitStatus>();
    expectTypeOf(runtime.start('j')).resolves.toEqualTypeOf<void>();
    expectTypeOf(runtime).toExtend<AsyncDisposable>();
  });
});

import { describe, expectTypeOf, test } from 'vitest';
import type { Capabilities, Capability, ExitStatus, RunOptions, Runtime, Spec, State } from '../src/index.ts';

declare const rt: Runtime;

describe('Runtime', () => {
  test('takes a sink for each stream or one for both, never a mixture', () => {
    expectTypeOf(rt.run('a', '/b', { output: process.stdout })).resolves.toEqualTypeOf<ExitStatus>();
    expectTypeOf(
      rt.run('a', '/b', { stdout: process.stdout, stderr: () => {} }),
    ).resolves.toEqualTypeOf<ExitStatus>();
    // @ts-expect-error output and stdout exclude each other
    void rt.run('a', '/b', { output: process.stdout, stdout: process.stdout });
    // @ts-expect-error a terminal has one output
    void rt.run('a', '/b', { stdout: process.stdout, terminal: { columns: 80, rows: 24 } });
  });

  test('refuses options that it does not know', () => {
    // @ts-expect-error unknown option
    void rt.run('a', '/b', { stdOut: process.stdout });
    // @ts-expect-error a hook of run's is not one of exec's
    void rt.exec('a', { args: ['true'], cwd: '/' }, { onCreated: () => {} });
  });

  test('takes every kind of input and an abort signal that may be undefined', () => {
    expectTypeOf<{ stdin: string }>().toExtend<RunOptions>();
    expectTypeOf<{ stdin: AsyncGenerator<Uint8Array> }>().toExtend<RunOptions>();
    expectTypeOf<{ stdin: NodeJS.ReadStream }>().toExtend<RunOptions>();
    expectTypeOf<{ stdin: { file: string } }>().toExtend<RunOptions>();
    expectTypeOf<{ stdin: number }>().not.toExtend<RunOptions>();
    expectTypeOf<{ signal: AbortSignal | undefined }>().toExtend<RunOptions>();
    expectTypeOf<{ signal: number }>().not.toExtend<RunOptions>();
  });

  test('stays a Runtime when a member is replaced', () => {
    const { run } = rt;
    expectTypeOf({ ...rt, run }).toExtend<Runtime>();
  });

  test('is not implemented by a member that demands more options than the contract gives', () => {
    type Demanding = Omit<Runtime, 'pause'> & {
      readonly pause: (id: string, options: { readonly why: string }) => Promise<void>;
    };
    expectTypeOf<Demanding>().not.toExtend<Runtime>();
  });

  test('is disposed of with await using', () => {
    expectTypeOf<Runtime>().toExtend<AsyncDisposable>();
  });
});

describe('Capabilities', () => {
  test('are booleans with reasons under the same names', () => {
    expectTypeOf<Capabilities[Capability]>().toEqualTypeOf<boolean>();
    expectTypeOf<keyof Capabilities['reasons']>().toEqualTypeOf<Capability>();
  });
});

describe('State', () => {
  test('has no pid where there is no process', () => {
    expectTypeOf<Omit<State, 'pid'>>().toExtend<State>();
    // @ts-expect-error absent, not undefined
    const state: State = { ociVersion: '1.0.2', id: 'a', status: 'stopped', bundle: '/b', pid: undefined };
    void state;
  });
});

describe('Spec', () => {
  test('needs a version alone', () => {
    expectTypeOf<{ ociVersion: '1.3.0' }>().toExtend<Spec>();
    // @ts-expect-error a version is needed
    const spec: Spec = {};
    void spec;
  });

  test('knows the words of its enumerations', () => {
    const spec: Spec = {
      ociVersion: '1.3.0',
      // @ts-expect-error no such namespace
      linux: { namespaces: [{ type: 'net' }] },
    };
    void spec;
  });

  test('cannot be changed in place', () => {
    const change = (spec: Spec): void => {
      // @ts-expect-error read-only
      spec.hostname = 'other';
      // @ts-expect-error read-only
      spec.mounts?.push({ destination: '/' });
    };
    void change;
  });
});

import { describe, expectTypeOf, test } from 'vitest';
import type { Driver, DriverOptions, Drivers, ErrorCode, OomWatcherFactory, Runtime } from '../src/index.ts';

interface AcmeOptions extends DriverOptions {
  readonly socket: string;
}
interface Acme extends Runtime {
  readonly vmId: string;
}
declare const acme: Driver<AcmeOptions, Acme>;

declare module '../src/drivers.ts' {
  interface Drivers {
    acme: typeof acme;
  }
}
declare module '../src/errors.ts' {
  interface ErrorCodes {
    readonly ERR_ACME_QUOTA: true;
  }
}

describe('Driver', () => {
  test('gives its own runtime for its own options', () => {
    expectTypeOf(acme({ socket: '/s' })).resolves.toEqualTypeOf<Acme>();
    // @ts-expect-error unknown option
    void acme({ socket: '/s', path: '/usr/bin/acme' });
    // @ts-expect-error ill-typed option
    void acme({ socket: 1 });
  });

  test('adds itself by its name', () => {
    expectTypeOf<Drivers['acme']>().toEqualTypeOf<typeof acme>();
  });

  test('may bring codes of its own beside the permanent ones', () => {
    expectTypeOf<'ERR_ACME_QUOTA' | 'ERR_ABORTED'>().toExtend<ErrorCode>();
    expectTypeOf<'ERR_OTHER'>().not.toExtend<ErrorCode>();
  });
});

describe('OomWatcherFactory', () => {
  test('is an async function that arms a watch', () => {
    const never: OomWatcherFactory = async ({ pid, spec, fresh }) => {
      void [pid, spec?.linux?.resources?.memory?.limit, fresh];
      return { kills: async () => 'unknown', [Symbol.asyncDispose]: async () => {} };
    };
    void never;
    // @ts-expect-error a watch is asked for its kills
    const wrong: OomWatcherFactory = async () => ({ [Symbol.asyncDispose]: async () => {} });
    void wrong;
  });
});

import type { DriverOptions, Runtime } from '@caisson/core';
import type { Crun } from '@caisson/crun';
import type { Memory } from '@caisson/memory';
import type { Runc } from '@caisson/runc';
import type { Runsc } from '@caisson/runsc';
import { describe, expectTypeOf, test } from 'vitest';
import { detectRuntimes, runtime } from '../src/index.ts';

interface AcmeOptions extends DriverOptions {
  readonly socket: string;
}
interface Acme extends Runtime {
  readonly vmId: string;
}
declare const acme: (options?: AcmeOptions) => Promise<Acme>;

declare module '@caisson/core' {
  interface Drivers {
    acme: typeof acme;
  }
}

describe('runtime', () => {
  test('gives what a known driver makes, for its options', () => {
    expectTypeOf(runtime({ type: 'crun', cgroupManager: 'systemd' })).resolves.toEqualTypeOf<Crun>();
    expectTypeOf(
      runtime({ type: 'runc', systemdCgroup: true, from: import.meta.url }),
    ).resolves.toEqualTypeOf<Runc>();
    expectTypeOf(runtime({ type: 'acme', socket: '/s' })).resolves.toEqualTypeOf<Acme>();
    expectTypeOf(runtime({ type: 'memory', programs: {} })).resolves.toEqualTypeOf<Memory>();
    // @ts-expect-error a wrong value for a known driver
    void runtime({ type: 'crun', cgroupManager: 'xen' });
    // @ts-expect-error an unknown option of a known driver
    void runtime({ type: 'runc', platform: 'kvm' });
    // @ts-expect-error a missing option of a known driver
    void runtime({ type: 'acme' });
  });

  test('is runc where nothing is said', () => {
    expectTypeOf(runtime()).resolves.toEqualTypeOf<Runc>();
    expectTypeOf(runtime({ root: '/run/x' })).resolves.toEqualTypeOf<Runc>();
    // @ts-expect-error no option of runc's
    void runtime({ platform: 'kvm' });
  });

  test('is a Runtime for a name that only the running program knows', () => {
    const type: string = process.env['RUNTIME'] ?? 'runc';
    expectTypeOf(runtime({ type, anything: 1 })).resolves.toEqualTypeOf<Runtime>();
    expectTypeOf(runtime({ type: 'acme-wasm', module: 'x.wasm' })).resolves.toEqualTypeOf<Runtime>();
  });

  test('is runsc by its other name', () => {
    expectTypeOf(runtime({ type: 'gvisor', platform: 'kvm' })).resolves.toEqualTypeOf<Runsc>();
    // @ts-expect-error an unknown option of a known driver
    void runtime({ type: 'gvisor', anything: 1 });
  });

  test('is one of two where the name is one of two', () => {
    const type = 'runc' as 'runc' | 'crun';
    expectTypeOf(runtime({ type, root: '/run/x' })).resolves.toEqualTypeOf<Runc | Crun>();
  });

  test('takes a driver itself', () => {
    expectTypeOf(runtime({ driver: acme, socket: '/s' })).resolves.toEqualTypeOf<Acme>();
    // @ts-expect-error an unknown option of that driver
    void runtime({ driver: acme, socket: '/s', root: '/x' });
    // @ts-expect-error a missing option of that driver
    void runtime({ driver: acme });
  });
});

describe('detectRuntimes', () => {
  test('has capabilities of what works, and a reason of what does not', async () => {
    for (const found of await detectRuntimes()) {
      if (found.works) expectTypeOf(found.capabilities.gpu).toBeBoolean();
      else expectTypeOf(found.reason).toBeString();
    }
  });
});

import { expectTypeOf, it } from 'vitest';
import { type Claim, type Linux, loadLinux, type ProcessEnd, type Watch } from '../src/index.ts';

it('gives the calls', () => {
  expectTypeOf(loadLinux).toEqualTypeOf<() => Promise<Linux>>();
  expectTypeOf<Linux['readEventfd']>().returns.toEqualTypeOf<bigint | undefined>();
  expectTypeOf<Parameters<Linux['watch']>[1]>().toEqualTypeOf<'in' | 'pri'>();
  expectTypeOf<Watch>().toExtend<Disposable>();
});

it('tells a signal by its name, its number or not at all', () => {
  expectTypeOf<Claim['exited']>().toEqualTypeOf<Promise<ProcessEnd>>();
  expectTypeOf<ProcessEnd['signal']>().toEqualTypeOf<NodeJS.Signals | number | null>();
});

import type { Drivers, Runtime } from '@caisson/core';

/** A function that makes a runtime, whatever its options. */
export type AnyDriver = (options?: never) => Promise<Runtime>;

/** The options of a driver. */
export type OptionsOf<D extends AnyDriver> = D extends (options?: infer O) => unknown
  ? NonNullable<O>
  : never;

/** Where drivers are looked for. */
export interface Origin {
  /**
   * A file or directory, by path or `file:` URL, from which a driver's package is looked up first, as `import` in it
   * would: give `import.meta.url` where the driver is a dependency of yours. Default: the program's main module,
   * then the working directory.
   */
  readonly from?: string | URL | undefined;
}

interface Aliases {
  readonly gvisor: 'runsc';
}

type Named<T extends string> = T extends keyof Aliases ? Aliases[T] : T;

/** The driver of a name, as its package tells it to `Drivers` in core; `never` where nothing is told. */
type DriverNamed<T extends string> =
  Named<T> extends infer N ? (N extends keyof Drivers ? Extract<Drivers[N], AnyDriver> : never) : never;

type OptionsFor<T extends string> = T extends unknown
  ? [DriverNamed<T>] extends [never]
    ? Readonly<Record<string, unknown>>
    : OptionsOf<DriverNamed<T>>
  : never;

/** A driver's name and its options: typed where the driver's types are part of the program, else taken as they are. */
export type Selection<T extends string> = { readonly type?: T | undefined } & Origin & OptionsFor<T>;

/** What the driver of that name makes. */
export type RuntimeOf<T extends string> = T extends unknown
  ? [DriverNamed<T>] extends [never]
    ? Runtime
    : Awaited<ReturnType<DriverNamed<T>>>
  : never;

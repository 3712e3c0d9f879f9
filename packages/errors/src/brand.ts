/** In the global registry, so that an error is known across installed versions of this package. */
export const brand: unique symbol = Symbol.for('@caisson/errors:RuntimeError') as never;

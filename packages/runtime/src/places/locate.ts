import { resolve } from 'import-meta-resolve';
import { isDriver, manifestOf } from './manifest.ts';

/** A package that is installed. */
export interface Located {
  readonly name: string;
  /** Its main module. */
  readonly url: URL;
  readonly isDriver: boolean;
}

/** The package of that name, as `import` from the first base that sees it would find it. */
export const locate = (name: string, bases: readonly URL[]): Located | undefined => {
  for (const base of bases) {
    const url = resolved(name, base);
    if (url?.protocol === 'file:') return { name, url, isDriver: isDriver(manifestOf(url) ?? {}) };
  }
  return undefined;
};

const resolved = (name: string, base: URL): URL | undefined => {
  try {
    return new URL(resolve(name, base.href));
  } catch {
    return undefined; // Not there, or without a main module: no driver either way.
  }
};

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { bindMount, type Change, compose } from '@caisson/oci-spec';
import { refused, UsageError } from '../usage-error.ts';

/** A file or directory of the host at a place in the container. */
export interface BindMount {
  /** Absolute. */
  readonly source: string;
  /** Absolute, inside. */
  readonly destination: string;
  readonly readonly: boolean;
}

const right = 'SOURCE:DESTINATION or SOURCE:DESTINATION:ro, the destination an absolute path';

/** Reads `SRC:DST[:ro|:rw]`; a relative source is taken from the working directory. */
export const parseMount = (text: string): BindMount => {
  const [source = '', destination = '', mode = 'rw', ...more] = text.split(':');
  const wellFormed =
    source !== '' &&
    destination.startsWith('/') &&
    /[^/.]/.test(destination) &&
    (mode === 'ro' || mode === 'rw') &&
    more.length === 0;
  if (!wellFormed) throw refused('--mount', text, right);
  return { source: resolve(source), destination, readonly: mode === 'ro' };
};

/** All of `--mount`, their sources looked for. */
export const bindMounts = (texts: readonly string[]): Change => {
  const seen = new Set<string>();
  return compose(
    ...texts.map((text) => {
      const { source, destination, readonly } = parseMount(text);
      if (!existsSync(source)) throw new UsageError(`--mount: there is no ${source} on this host`);
      if (seen.has(destination)) throw new UsageError(`--mount: two mounts at ${destination}; give one`);
      seen.add(destination);
      return bindMount(source, destination, { readonly });
    }),
  );
};

import type { Spec } from '@caisson/core';
import type { HostTraits } from './host-traits.ts';

/** The first releases that heed a field, one for each series that was mended; the last holds for all after it. */
export type Heeded = 'always' | 'never' | readonly string[];

export interface Ignorable {
  readonly path: string;
  /** true, or just where. */
  readonly isSet: (spec: Spec) => boolean | string;
  readonly runc: Heeded;
  readonly crun: Heeded;
  /** Where it is ignored; absent: everywhere. */
  readonly where?: (host: HostTraits) => boolean;
  /** What does what was meant. Default: no such field. */
  readonly instead?: string;
}

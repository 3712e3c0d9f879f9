import type { Spec } from '@caisson/core';

/** As the usual images set it. */
export const defaultPath = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** A process without any env would have no PATH, and `sh` would not be found. */
export const withDefaultPath = (spec: Spec): Spec =>
  spec.process && !spec.process.env ? { ...spec, process: { ...spec.process, env: [defaultPath] } } : spec;

import { createHash } from 'node:crypto';
import type { Spec } from '@caisson/core';

/**
 * Digests of the parts of a spec that an image depends on. Left out is what may differ between a container and its
 * restored self: hostname, environment, cgroups path, hooks, the root's path, and the sources of mounts and
 * namespaces.
 */
export const specDigests = ({ process, mounts, linux }: Spec): Readonly<Record<string, string>> => {
  const { env: _env, terminal, ...rest } = process ?? {};
  return {
    process: digest(rest),
    terminal: digest(terminal === true),
    mounts: digest((mounts ?? []).map(({ destination, type }) => [destination, type])),
    namespaces: digest((linux?.namespaces ?? []).map(({ type, path }) => [type, path !== undefined]).sort()),
    resources: digest(linux?.resources),
    seccomp: digest(linux?.seccomp),
  };
};

const digest = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(canonical(value)) ?? '')
    .digest('hex');

/** The order of keys means nothing in JSON. */
const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, canonical(inner)]),
  );
};

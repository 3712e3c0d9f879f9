import type { Spec } from '@caisson/core';
import { RuntimeError } from '@caisson/errors';

/** A spec is some tens of kilobytes; one beyond this is an attack or a mistake. */
export const mostBytes: number = 4 << 20;
const mostLevels = 64;

const refuse = (where: string, reason: string, cause?: unknown): never => {
  throw new RuntimeError('ERR_INVALID_SPEC', `${where}: ${reason}`, { reason, cause });
};

/** How deep brackets nest, strings apart: JSON.parse takes any depth, and what walks its result does not. */
const levels = (json: string): number => {
  let deepest = 0;
  let depth = 0;
  for (let at = 0; at < json.length; at += 1) {
    const unit = json.charCodeAt(at);
    if (unit === 0x22) {
      do {
        at = json.indexOf('"', at + 1);
        if (at < 0) return deepest;
      } while (escaped(json, at));
    } else if (unit === 0x7b || unit === 0x5b) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (unit === 0x7d || unit === 0x5d) depth -= 1;
  }
  return deepest;
};

const escaped = (json: string, quote: number): boolean => {
  let slashes = 0;
  while (json.charCodeAt(quote - 1 - slashes) === 0x5c) slashes += 1;
  return slashes % 2 === 1;
};

/**
 * Reads a spec from the text of a `config.json`; what it does not know it keeps.
 * @param where what the error begins with: the file's path.
 * @throws `ERR_INVALID_SPEC` for what is not a JSON object, is larger than 4 MiB, nests deeper than 64 levels, or
 * has a key `__proto__`.
 */
export const specFromJson = (json: string, where = 'config.json'): Spec => {
  if (json.length > mostBytes) refuse(where, `it is larger than ${mostBytes >> 20} MiB`);
  if (levels(json) > mostLevels) refuse(where, `it nests deeper than ${mostLevels} levels`);
  const spec = parse(json, where);
  if (typeof spec !== 'object' || spec === null || Array.isArray(spec)) {
    refuse(where, 'it is not a JSON object');
  }
  return spec as Spec;
};

const parse = (json: string, where: string): unknown => {
  // The text is searched first, since a reviver makes parsing slow.
  const suspect = /__proto__|\\u/.test(json);
  try {
    return JSON.parse(json, suspect ? guard(where) : undefined);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return refuse(where, `it is not JSON: ${error.message}`, error);
  }
};

const guard =
  (where: string) =>
  (key: string, value: unknown): unknown =>
    key === '__proto__' ? refuse(where, "it has a key '__proto__'") : value;

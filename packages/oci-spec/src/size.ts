import { badArgument } from './arguments.ts';

/** An amount of bytes: a number, or a text such as `64MiB`. */
export type Size = number | string;

const powers = ['', 'k', 'm', 'g', 't', 'p'];
const form = /^(\d+(?:\.\d+)?)\s*(?:([kmgtp])(i?b?)|b)?$/i;
const right = "bytes, or a text such as '512MiB', '512m' (the same) or '512MB' (powers of 1000)";

/**
 * The bytes that a text means. `K`, `Ki` and `KiB` (and so on to `P`) are powers of 1024, as container tools have
 * them; `KB`, `MB`, … are powers of 1000. Case does not matter; a fraction is rounded down to whole bytes.
 * @throws `ERR_INVALID_OPTION` for anything else, or more than 2^53 - 1.
 */
export const parseSize = (size: Size, who = 'parseSize'): number => {
  const found = typeof size === 'string' ? form.exec(size.trim()) : undefined;
  const power = powers.indexOf((found?.[2] ?? '').toLowerCase());
  const unit = found?.[3]?.toLowerCase() === 'b' ? 1000 : 1024;
  const bytes = found ? Math.floor(Number(found[1]) * unit ** power) : size;
  if (!Number.isSafeInteger(bytes) || (bytes as number) < 0) throw badArgument(who, size, right);
  return bytes as number;
};

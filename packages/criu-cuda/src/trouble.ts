import { RuntimeError } from '@caisson/errors';

/** `ERR_DEVICES` with its reason. */
export const trouble = (
  reason: string,
  facts: { readonly id?: string; readonly words?: string; readonly cause?: unknown } = {},
): RuntimeError => new RuntimeError('ERR_DEVICES', `CUDA: ${reason}`, { ...facts, reason });

import { RuntimeError } from '@caisson/errors';

/** What is wrong with an image or archive: nothing of it is kept. */
export const refused = (where: string, reason: string, cause?: unknown): RuntimeError =>
  new RuntimeError('ERR_INVALID_SPEC', `${where}: ${reason}`, { reason, cause });

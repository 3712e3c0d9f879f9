import type { Streams } from '@caisson/core';
import { InvalidOptionError } from '@caisson/errors';

/** @throws `ERR_INVALID_OPTION` for streams that exclude each other */
export const checkStreams = (of: string, { stdout, stderr, output, terminal }: Streams): void => {
  if (output !== undefined && (stdout !== undefined || stderr !== undefined)) {
    throw new InvalidOptionError(`${of}: give either output, for both streams in one, or stdout and stderr`);
  }
  if (terminal !== undefined && output === undefined) {
    throw new InvalidOptionError(`${of}: a terminal has one output; give it as output`);
  }
};

import { RuntimeError } from '@caisson/errors';

/** @throws `ERR_INVALID_ID` */
export const checkId = (verb: string, id: unknown): void => {
  const reason =
    typeof id !== 'string'
      ? 'it is no string'
      : id.length > 255
        ? `it has ${id.length} characters, and 255 are allowed`
        : /^[A-Za-z0-9_+][A-Za-z0-9_+.-]*$/.test(id)
          ? undefined
          : 'it must be of A-Z, a-z, 0-9, _, +, - and . and begin with neither - nor .';
  if (reason === undefined) return;
  const message = `memory ${verb}: ${String(JSON.stringify(id)).slice(0, 80)} is no container id: ${reason}`;
  throw new RuntimeError('ERR_INVALID_ID', message, { runtime: 'memory', verb, reason });
};

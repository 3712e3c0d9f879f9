import { RuntimeError } from '@caisson/errors';

const form = /^[A-Za-z0-9_+][A-Za-z0-9_+.-]*$/;
/** A file name's length, for the runtimes keep a directory of that name. */
const longest = 255;

/** @throws `ERR_INVALID_ID` */
export const checkId = (runtime: string, id: unknown): void => {
  const refuse = (what: string): RuntimeError =>
    new RuntimeError('ERR_INVALID_ID', `the container id ${JSON.stringify(id)?.slice(0, 80)} ${what}`, {
      runtime,
      reason: what,
    });
  if (typeof id !== 'string') throw refuse('is no string');
  if (id === '') throw refuse('is empty');
  if (id.length > longest) throw refuse(`has ${id.length} characters; ${longest} are allowed`);
  if (!form.test(id)) throw refuse('must be of A-Z, a-z, 0-9, _, +, - and . and begin with neither - nor .');
};

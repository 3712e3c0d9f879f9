import { RuntimeError } from '@caisson/errors';

/** sun_path has 108 bytes, and the sandbox's socket is `/run/runsc-ID.sock` at the shortest (runsc/sandbox/sandbox.go). */
const longest = 107 - '/run/runsc-.sock'.length;

/** @throws `ERR_INVALID_ID` */
export const checkLength = (id: string): void => {
  if (id.length <= longest) return;
  const reason = `it has ${id.length} characters; runsc's socket allows ${longest}`;
  throw new RuntimeError('ERR_INVALID_ID', `the container id ${id.slice(0, 80)}… is too long: ${reason}`, {
    runtime: 'runsc',
    id,
    reason,
  });
};

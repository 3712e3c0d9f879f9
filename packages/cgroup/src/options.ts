import { InvalidOptionError } from '@caisson/errors';
import type { Cgroup } from './paths/process-cgroups.ts';

/** Refuses what is not an object of these options alone. */
export const checkOptions = (call: string, options: object, known: readonly string[]): void => {
  if (typeof options !== 'object' || options === null) {
    throw new InvalidOptionError(`${call}: the options must be an object, not ${String(options)}`);
  }
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) {
      throw new InvalidOptionError(
        `${call}: unknown option ${JSON.stringify(key)}; it takes ${known.join(', ')}`,
      );
    }
  }
};

/** Where procfs is: the option, checked. */
export const procRootOf = (
  call: string,
  options: { readonly procRoot?: string | undefined },
  known: readonly string[] = ['procRoot'],
): string => {
  checkOptions(call, options, known);
  const { procRoot = '/proc' } = options;
  if (typeof procRoot !== 'string' || !procRoot.startsWith('/')) {
    throw new InvalidOptionError(
      `${call}: procRoot must be an absolute path, not ${JSON.stringify(procRoot)}`,
    );
  }
  return procRoot;
};

export const checkPid = (call: string, pid: number | 'self'): void => {
  if (pid !== 'self' && !(Number.isSafeInteger(pid) && pid > 0)) {
    throw new InvalidOptionError(`${call}: the pid must be a positive integer or 'self', not ${String(pid)}`);
  }
};

/** A cgroup as `cgroupsOf` gives it: a version and an absolute path. */
export const checkCgroup = (call: string, cgroup: Cgroup): void => {
  const { version, path } = cgroup ?? {};
  if ((version !== 1 && version !== 2) || typeof path !== 'string' || !path.startsWith('/')) {
    throw new InvalidOptionError(
      `${call}: it takes { version: 1 | 2, path: an absolute path }, not ${JSON.stringify(cgroup)}`,
    );
  }
};

import type { User } from '@caisson/core';
import { id, integer } from '../arguments.ts';
import type { Change } from '../change.ts';
import { changeProcess } from '../parts.ts';

/**
 * Who the process is inside: ids, with `gid` the uid's where it is not given, and no additional groups unless
 * given. Names are looked up by `userFromRootfs`.
 */
export const user = (
  uid: number,
  gid: number = uid,
  more: Pick<User, 'additionalGids' | 'umask'> = {},
): Change => {
  id('user', uid);
  id('user', gid);
  for (const group of more.additionalGids ?? []) id('user', group);
  if (more.umask !== undefined) integer('user', more.umask, 0, 0o777);
  return changeProcess((process) => ({ ...process, user: { uid, gid, ...more } }));
};

/** The mask of permissions that new files do not get: 0o022. */
export const umask = (mask: number): Change => {
  integer('umask', mask, 0, 0o777);
  return changeProcess((process) => ({ ...process, user: { ...process.user, umask: mask } }));
};

import type { User } from '@caisson/core';
import { RuntimeError } from '@caisson/errors';
import { badArgument, text } from '../arguments.ts';
import type { Change } from '../change.ts';
import { user } from '../changes/user.ts';
import { changeProcess } from '../parts.ts';
import { readInside } from './inside.ts';

const mostBytes = 1 << 20;
const mostId = 0xfffffffe;

const lines = async (rootfs: string, file: string): Promise<readonly (readonly string[])[]> =>
  ((await readInside(rootfs, file, mostBytes)) ?? '')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(':'));

const numeric = (value: string | undefined): number | undefined => {
  if (value === undefined || !/^\d{1,10}$/.test(value)) return undefined;
  const number = Number(value);
  return number <= mostId ? number : undefined;
};

const missing = (rootfs: string, file: string, name: string): RuntimeError =>
  new RuntimeError('ERR_INVALID_SPEC', `user: ${rootfs}${file} has no ${JSON.stringify(name)}`, {
    reason: `${file} has no ${JSON.stringify(name)}`,
  });

const groupId = async (rootfs: string, name: string): Promise<number> => {
  const groups = await lines(rootfs, '/etc/group');
  const found = numeric(groups.find(([known]) => known === name)?.[2]) ?? numeric(name);
  if (found === undefined) throw missing(rootfs, '/etc/group', name);
  return found;
};

const membership = async (rootfs: string, name: string): Promise<readonly number[]> => {
  const groups = await lines(rootfs, '/etc/group');
  return groups
    .filter(([, , , members = '']) => members.split(',').includes(name))
    .flatMap(([, , gid]) => numeric(gid) ?? []);
};

/**
 * The ids of `user[:group]`, each a name or a number, by the root filesystem's own /etc/passwd and /etc/group. A
 * user that passwd knows has its group there, and the groups that list it as additional ones unless a group is
 * given; a number that it does not know has group 0.
 * @throws `ERR_INVALID_SPEC` for a name that is not there.
 */
export const lookUpUser = async (rootfs: string, wanted: string): Promise<User> => {
  const right = "'user' or 'user:group', by name or number";
  const [name = '', group, ...more] = text('userFromRootfs', wanted, right).split(':');
  if (name === '' || group === '' || more.length > 0) throw badArgument('userFromRootfs', wanted, right);
  const accounts = await lines(rootfs, '/etc/passwd');
  const account =
    accounts.find(([known]) => known === name) ??
    accounts.find(([, , known]) => known === name && numeric(name) !== undefined);
  const uid = numeric(account?.[2]) ?? numeric(name);
  if (uid === undefined) throw missing(rootfs, '/etc/passwd', name);
  if (group !== undefined) return { uid, gid: await groupId(rootfs, group) };
  const gid = numeric(account?.[3]) ?? 0;
  const others = account === undefined ? [] : await membership(rootfs, account[0] ?? name);
  const additionalGids = [...new Set(others)].filter((other) => other !== gid);
  return { uid, gid, ...(additionalGids.length > 0 ? { additionalGids } : {}) };
};

/**
 * The process's user, looked up as {@link lookUpUser} does.
 * @throws `ERR_INVALID_SPEC` for a name that is not there.
 */
export const userFromRootfs = async (rootfs: string, wanted: string): Promise<Change> => {
  const { uid = 0, gid = 0, additionalGids } = await lookUpUser(rootfs, wanted);
  return user(uid, gid, additionalGids === undefined ? {} : { additionalGids });
};

/** Adds groups, by name or number, to the process's additional ones. */
export const additionalGroupsFromRootfs = async (
  rootfs: string,
  ...names: readonly string[]
): Promise<Change> => {
  const added = await Promise.all(names.map((name) => groupId(rootfs, name)));
  return additionalGids(...added);
};

/** Takes groups out of the process's additional ones; without arguments, all. */
export const removeAdditionalGids = (...gids: readonly number[]): Change =>
  changeProcess((process) => ({
    ...process,
    user: {
      ...process.user,
      additionalGids: (process.user?.additionalGids ?? []).filter(
        (gid) => gids.length > 0 && !gids.includes(gid),
      ),
    },
  }));

/** Adds groups to the process's additional ones. */
export const additionalGids = (...gids: readonly number[]): Change =>
  changeProcess((process) => ({
    ...process,
    user: {
      ...process.user,
      additionalGids: [...new Set([...(process.user?.additionalGids ?? []), ...gids])],
    },
  }));

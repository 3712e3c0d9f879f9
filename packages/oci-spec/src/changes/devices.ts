import { lstat, readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { LinuxDevice, LinuxDeviceCgroup, LinuxDeviceType } from '@caisson/core';
import { RuntimeError } from '@caisson/errors';
import { absolutePath, badArgument, knownOptions, object } from '../arguments.ts';
import { type Change, compose } from '../change.ts';
import { changeLinux, changeResources } from '../parts.ts';

const checkedAccess = (access: string): string => {
  if (!/^(?=[rwm])r?w?m?$/.test(access)) throw badArgument('device', access, "access such as 'rw' or 'rwm'");
  return access;
};

/** Adds a rule of the device cgroup after those that are there. */
export const deviceRule = (rule: LinuxDeviceCgroup): Change => {
  object(
    'deviceRule',
    rule,
    "a rule such as { allow: true, type: 'c', major: 10, minor: 229, access: 'rw' }",
  );
  return changeResources((resources) => ({ ...resources, devices: [...(resources.devices ?? []), rule] }));
};

/** Takes away the rules of the device cgroup that have all these members: `{ type: 'c', major: 10 }`. */
export const removeDeviceRules = (like: Partial<LinuxDeviceCgroup>): Change => {
  const wanted = Object.entries(like);
  const isLike = (rule: LinuxDeviceCgroup): boolean =>
    wanted.every(([member, value]) => rule[member as keyof LinuxDeviceCgroup] === value);
  return changeResources((resources) => ({
    ...resources,
    devices: (resources.devices ?? []).filter((rule) => !isLike(rule)),
  }));
};

/** Every device may be used. */
export const allDevicesAllowed = (): Change =>
  changeResources((resources) => ({ ...resources, devices: [{ allow: true, access: 'rwm' }] }));

/** A device node, in place of one at its path, with the rule that lets it be used. A FIFO needs no rule. */
export const device = (node: LinuxDevice, access = 'rwm'): Change => {
  object('device', node, "a node such as { path: '/dev/fuse', type: 'c', major: 10, minor: 229 }");
  absolutePath('device', node.path);
  checkedAccess(access);
  const added = changeLinux((linux) => ({
    ...linux,
    devices: [...(linux.devices ?? []).filter(({ path }) => path !== node.path), node],
  }));
  if (node.type === 'p') return added;
  const { major, minor } = node;
  if (major === undefined || minor === undefined) {
    throw badArgument('device', node.path, 'major and minor, which every device but a FIFO has');
  }
  const type = node.type === 'b' ? 'b' : 'c';
  return compose(added, deviceRule({ allow: true, type, major, minor, access }));
};

/** Takes device nodes away; without arguments, all. Their rules stay: other nodes may need them. */
export const removeDevices = (...paths: readonly string[]): Change =>
  changeLinux((linux) => ({
    ...linux,
    devices: (linux.devices ?? []).filter(({ path }) => paths.length > 0 && !paths.includes(path)),
  }));

/** Linux's encoding of a device number: 12 bits of major around 8 of minor, the rest above (sys/sysmacros.h). */
const deviceNumbers = (rdev: number): { readonly major: number; readonly minor: number } => {
  const number = BigInt(rdev);
  return {
    major: Number(((number >> 8n) & 0xfffn) | ((number >> 32n) & 0xfffff000n)),
    minor: Number((number & 0xffn) | ((number >> 12n) & 0xffffff00n)),
  };
};

/** What is at a path of the host, if it is a device or a FIFO. Links are not followed. */
export const deviceAt = async (path: string): Promise<LinuxDevice | undefined> => {
  const found = await lstat(path);
  const type = kind(found);
  if (type === undefined) return undefined;
  const { uid, gid, mode } = found;
  const numbers = type === 'p' ? {} : deviceNumbers(found.rdev);
  return { path, type, ...numbers, fileMode: mode & 0o777, uid, gid };
};

const kind = (found: Awaited<ReturnType<typeof lstat>>): LinuxDeviceType | undefined => {
  if (found.isBlockDevice()) return 'b';
  if (found.isCharacterDevice()) return 'c';
  return found.isFIFO() ? 'p' : undefined;
};

export interface HostDeviceOptions {
  /** Its path in the container. Default: as on the host. */
  readonly as?: string | undefined;
  /** Default: `rwm`. */
  readonly access?: string | undefined;
  /** Where `path` is a link, takes the device that it leads to. Default: false: a link is refused. */
  readonly follow?: boolean | undefined;
}

/**
 * A device of the host, as it is now.
 * @throws `ERR_DEVICES` where there is none.
 */
export const hostDevice = async (path: string, options: HostDeviceOptions = {}): Promise<Change> => {
  absolutePath('hostDevice', path);
  knownOptions('hostDevice', options, ['as', 'access', 'follow']);
  const node = await (options.follow ? realpath(path).then(deviceAt) : deviceAt(path)).catch(
    (error: NodeJS.ErrnoException) => {
      throw new RuntimeError('ERR_DEVICES', `hostDevice: ${path}: ${error.message}`, { cause: error });
    },
  );
  if (node === undefined) throw new RuntimeError('ERR_DEVICES', `hostDevice: ${path} is not a device`);
  return device({ ...node, path: options.as ?? path }, options.access);
};

/** Every device in a directory of the host, and below it: `/dev/dri`. */
export const hostDevices = async (
  dir: string,
  options: Pick<HostDeviceOptions, 'access'> = {},
): Promise<Change> => {
  knownOptions('hostDevices', options, ['access']);
  const changes: Change[] = [];
  for (const entry of await readdir(absolutePath('hostDevices', dir), {
    recursive: true,
    withFileTypes: true,
  })) {
    if (!entry.isBlockDevice() && !entry.isCharacterDevice()) continue;
    changes.push(await hostDevice(join(entry.parentPath, entry.name), options));
  }
  return compose(...changes);
};

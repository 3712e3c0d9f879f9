import type { LinuxDevice, LinuxDeviceType, LinuxIntelRdt, Mount } from '@caisson/core';
import { RuntimeError } from '@caisson/errors';
import { type Change, compose } from '../change.ts';
import { device, deviceAt } from '../changes/devices.ts';
import { env } from '../changes/env.ts';
import { hook } from '../changes/hooks.ts';
import { netDevice } from '../changes/host.ts';
import { mounts } from '../changes/mounts.ts';
import { changeLinux } from '../parts.ts';
import { additionalGids } from '../rootfs/accounts.ts';
import type { CdiDeviceNode, CdiEdits, CdiIntelRdt, CdiMount } from './types.ts';

/** The node as the host has it now, where the file leaves something open. */
const filled = async (node: CdiDeviceNode): Promise<LinuxDevice> => {
  const { path, hostPath, type, major, minor, fileMode, uid, gid } = node;
  const from = hostPath || path;
  const owner = { ...(uid === undefined ? {} : { uid }), ...(gid === undefined ? {} : { gid }) };
  const mode = fileMode === undefined ? {} : { fileMode };
  if (type && (type === 'p' || (major !== undefined && minor !== undefined))) {
    const numbers = major === undefined || minor === undefined ? {} : { major, minor };
    return { path, type: type as LinuxDeviceType, ...numbers, ...mode, ...owner };
  }
  const found = await deviceAt(from).catch((error: NodeJS.ErrnoException) => {
    throw new RuntimeError('ERR_DEVICES', `the CDI device node ${from}: ${error.message}`, { cause: error });
  });
  if (found === undefined)
    throw new RuntimeError('ERR_DEVICES', `the CDI device node ${from} is not a device`);
  if (type && type !== found.type) {
    throw new RuntimeError(
      'ERR_DEVICES',
      `the CDI device node ${from} is of type ${found.type}, not ${type}`,
    );
  }
  const { uid: _, gid: __, ...known } = found;
  return {
    ...known,
    path,
    ...(major === undefined ? {} : { major }),
    ...(minor === undefined ? {} : { minor }),
    ...mode,
    ...owner,
  };
};

/** A container that is not root's owns its devices, unless the file says whose they are. */
const nodeChange =
  (node: LinuxDevice, permissions: string | undefined): Change =>
  (spec) => {
    const { uid = 0, gid = 0 } = spec.process?.user ?? {};
    const owned = {
      ...(uid > 0 ? { uid } : {}),
      ...(gid > 0 ? { gid } : {}),
      ...node,
    };
    return device(owned, permissions || 'rwm')(spec);
  };

const mountOf = ({ hostPath, containerPath, options, type }: CdiMount): Mount => ({
  destination: containerPath,
  source: hostPath,
  ...(type === undefined ? {} : { type }),
  ...(options === undefined ? {} : { options }),
});

const rdtOf = ({ enableCMT, enableMBM, ...rdt }: CdiIntelRdt): LinuxIntelRdt => ({
  ...rdt,
  ...(enableCMT || enableMBM ? { enableMonitoring: true } : {}),
});

const variables = (entries: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    entries.map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]),
  );

/** The change that edits make; device nodes are looked up on the host as they are at this moment. */
export const editsChange = async (edits: CdiEdits): Promise<Change> => {
  const nodes: Change[] = [];
  for (const node of edits.deviceNodes ?? [])
    nodes.push(nodeChange(await filled(node), sorted(node.permissions)));
  const gids = (edits.additionalGids ?? []).filter((gid) => gid !== 0);
  return compose(
    ...(edits.env === undefined ? [] : [env(variables(edits.env))]),
    ...nodes,
    ...(edits.netDevices ?? []).map(({ hostInterfaceName, name }) => netDevice(hostInterfaceName, name)),
    ...(edits.mounts === undefined ? [] : [mounts(...edits.mounts.map(mountOf))]),
    ...(edits.hooks ?? []).map(({ hookName, ...added }) => hook(hookName, added)),
    ...(edits.intelRdt === undefined
      ? []
      : [changeLinux((linux) => ({ ...linux, intelRdt: rdtOf(edits.intelRdt ?? {}) }))]),
    ...(gids.length === 0 ? [] : [additionalGids(...gids)]),
  );
};

/** `mrw` is `rwm`. */
const sorted = (permissions: string | undefined): string | undefined =>
  permissions === undefined
    ? undefined
    : ['r', 'w', 'm'].filter((letter) => permissions.includes(letter)).join('');

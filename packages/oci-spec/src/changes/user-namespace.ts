import type { LinuxIDMapping, LinuxTimeOffsets } from '@caisson/core';
import { badArgument, integer, list, object } from '../arguments.ts';
import type { Change } from '../change.ts';
import { compose } from '../change.ts';
import { changeLinux, without } from '../parts.ts';
import { timeOffsets as offsetsShape } from '../schema/linux.ts';
import { fitting } from './fitting.ts';
import { mounts } from './mounts.ts';
import { namespace } from './namespaces.ts';

const right = 'mappings such as { containerID: 0, hostID: 100000, size: 65536 }';

const checked = (who: string, mappings: readonly LinuxIDMapping[]): readonly LinuxIDMapping[] => {
  list(who, mappings, right);
  if (mappings.length === 0) throw badArgument(who, mappings, 'at least one mapping');
  for (const mapping of mappings) {
    const { containerID, hostID, size } = object(who, mapping, right);
    integer(who, containerID, 0, 0xffffffff);
    integer(who, hostID, 0, 0xffffffff);
    integer(who, size, 1, 0xffffffff);
  }
  return mappings;
};

/** A new user namespace with these ids. The group mappings are the users' where they are not given. */
export const userNamespace = (
  uidMappings: readonly LinuxIDMapping[],
  gidMappings: readonly LinuxIDMapping[] = uidMappings,
): Change => {
  checked('userNamespace', uidMappings);
  checked('userNamespace', gidMappings);
  return compose(
    namespace('user', 'private'),
    changeLinux((linux) => ({ ...linux, uidMappings, gidMappings })),
  );
};

/** The caller's user namespace: no mapped ids. */
export const clearUserNamespace = (): Change =>
  compose(
    namespace('user', 'host'),
    changeLinux((linux) => without(without(linux, 'uidMappings'), 'gidMappings')),
  );

/** A bind mount whose files' owners are mapped. Needs runc 1.2 or crun 1.4, and kernel 5.12. */
export const idmappedMount = (
  source: string,
  destination: string,
  uidMappings: readonly LinuxIDMapping[],
  gidMappings: readonly LinuxIDMapping[] = uidMappings,
): Change =>
  mounts({
    destination,
    type: 'none',
    source,
    options: ['rbind', 'nosuid', 'nodev'],
    uidMappings: checked('idmappedMount', uidMappings),
    gidMappings: checked('idmappedMount', gidMappings),
  });

/** A time namespace whose clocks are so much ahead of the host's. runc before 1.2 refuses it. */
export const timeOffsets = (offsets: LinuxTimeOffsets): Change => {
  fitting('timeOffsets', offsetsShape, offsets);
  return compose(
    namespace('time', 'private'),
    changeLinux((linux) => ({ ...linux, timeOffsets: offsets })),
  );
};

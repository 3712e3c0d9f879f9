import type { Change } from '../change.ts';
import { addCapabilities } from '../changes/capabilities.ts';

/** What dockerd, containerd and runc need of a container that they run in; measured in gVisor. */
const needed: readonly string[] = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_ADMIN',
  'NET_BIND_SERVICE',
  'NET_RAW',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_ADMIN',
  'SYS_CHROOT',
  'SYS_PTRACE',
];

/**
 * Adds the capabilities that a Docker daemon needs inside. In gVisor they stay inside its kernel; under runc and
 * crun CAP_SYS_ADMIN is close to root on the host. runsc wants flags too: its driver's `prepare` sees to them.
 */
export const dockerInDocker = (): Change => addCapabilities(...needed);

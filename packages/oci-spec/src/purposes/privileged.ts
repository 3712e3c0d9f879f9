import { type Change, compose } from '../change.ts';
import { allKnownCapabilities } from '../changes/capabilities.ts';
import { allDevicesAllowed } from '../changes/devices.ts';
import { exposePaths } from '../changes/paths.ts';
import { noNewPrivileges } from '../changes/process.ts';
import { seccompUnconfined } from '../changes/seccomp.ts';
import { writableCgroups, writableSysfs } from '../changes/system-mounts.ts';
import { changeLinux, changeProcess, without } from '../parts.ts';

/**
 * Root in the container is as good as root on the host. A caller that itself lacks a capability cannot hand it on:
 * then follow with `allCurrentCapabilities`.
 */
export const privileged = (): Change =>
  compose(
    allKnownCapabilities(),
    noNewPrivileges(false),
    seccompUnconfined(),
    exposePaths(),
    allDevicesAllowed(),
    writableSysfs(),
    writableCgroups(),
    changeProcess((process) => without(without(process, 'apparmorProfile'), 'selinuxLabel')),
    changeLinux((linux) => without(linux, 'mountLabel')),
  );

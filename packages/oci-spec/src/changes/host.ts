import type { LinuxIntelRdt, LinuxRootfsPropagation, VM } from '@caisson/core';
import { text } from '../arguments.ts';
import type { Change } from '../change.ts';
import { changeLinux } from '../parts.ts';
import { intelRdt as intelRdtShape, rootfsPropagation as propagationShape } from '../schema/linux.ts';
import { vm as vmShape } from '../schema/vm.ts';
import { fitting } from './fitting.ts';

/** Whether mounts made inside are seen outside and the other way round. */
export const rootfsPropagation = (propagation: LinuxRootfsPropagation): Change => {
  fitting('rootfsPropagation', propagationShape, propagation);
  return changeLinux((linux) => ({ ...linux, rootfsPropagation: propagation }));
};

/** Intel's cache and memory-bandwidth settings, beside those that are there. */
export const intelRdt = (settings: LinuxIntelRdt): Change => {
  fitting('intelRdt', intelRdtShape, settings);
  return changeLinux((linux) => ({ ...linux, intelRdt: { ...linux.intelRdt, ...settings } }));
};

/** Moves an interface of the host into the container, under another name if given. Needs a runtime of 1.3. */
export const netDevice = (host: string, name?: string): Change => {
  text('netDevice', host);
  const device = name === undefined ? {} : { name: text('netDevice', name) };
  return changeLinux((linux) => ({ ...linux, netDevices: { ...linux.netDevices, [host]: device } }));
};

/** The virtual machine that the container is, for runtimes that make one. */
export const vm = (machine: VM): Change => {
  fitting('vm', vmShape, machine);
  return (spec) => ({ ...spec, vm: machine });
};

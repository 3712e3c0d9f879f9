export { type BaseRuntime, baseSpec } from './base/base-spec.ts';
export { defaultCapabilities } from './base/capabilities.ts';
export { specToJson } from './bundle/config-json.ts';
export { specFromJson } from './bundle/parse.ts';
export { readBundle } from './bundle/read.ts';
export { removeBundle } from './bundle/remove.ts';
export { writeBundle } from './bundle/write.ts';
export { knownCapabilities } from './capabilities.ts';
export { cdiAnnotation, cdiDevicesOf } from './cdi/annotations.ts';
export type { CdiFile } from './cdi/load.ts';
export { type CdiName, parseCdiName } from './cdi/names.ts';
export { type CdiOptions, type CdiRegistry, cdiDirectories, loadCdi } from './cdi/registry.ts';
export type { StaleDevice } from './cdi/stale.ts';
export type * from './cdi/types.ts';
export { type CdiWatchOptions, type WatchedCdi, watchCdi } from './cdi/watch.ts';
export { type Change, compose, pipe } from './change.ts';
export { annotations, clearAnnotations, clearSysctl, sysctl } from './changes/annotations.ts';
export {
  type BlockIOLimits,
  blockIO,
  blockIODeviceWeight,
  blockIOLimits,
  blockIOWeight,
  removeBlockIODevice,
} from './changes/block-io.ts';
export {
  addCapabilities,
  addCapabilitiesTo,
  allCurrentCapabilities,
  allKnownCapabilities,
  ambientCapabilities,
  capabilities,
  dropCapabilities,
  dropCapabilitiesFrom,
} from './changes/capabilities.ts';
export { cgroupsPath } from './changes/cgroups-path.ts';
export { cpu, cpuBurst, cpuShares, cpus, cpuset } from './changes/cpu.ts';
export {
  allDevicesAllowed,
  device,
  deviceRule,
  type HostDeviceOptions,
  hostDevice,
  hostDevices,
  removeDeviceRules,
  removeDevices,
} from './changes/devices.ts';
export { clearEnv, env, removeEnv } from './changes/env.ts';
export { envFile } from './changes/env-file.ts';
export { type HookStage, hook, removeHooks } from './changes/hooks.ts';
export { intelRdt, netDevice, rootfsPropagation, vm } from './changes/host.ts';
export { domainname, hostname } from './changes/hostname.ts';
export { memory, memoryAndSwapLimit, memoryLimit, memoryReservation } from './changes/memory.ts';
export {
  type BindOptions,
  bindMount,
  mounts,
  removeMounts,
  type TmpfsOptions,
  tmpfs,
} from './changes/mounts.ts';
export { clearNamespaces, type NamespaceMode, namespace, network } from './changes/namespaces.ts';
export { ociVersion } from './changes/oci-version.ts';
export { exposePaths, maskPaths, readonlyPaths } from './changes/paths.ts';
export { pidsLimit } from './changes/pids.ts';
export { args, cwd, noNewPrivileges, oomScoreAdj, terminal } from './changes/process.ts';
export {
  hugepageLimit,
  networkClass,
  networkPriority,
  rdma,
  removeHugepageLimits,
  resources,
  unified,
} from './changes/resources.ts';
export { removeRlimits, rlimit } from './changes/rlimits.ts';
export { readonlyRootfs, rootfs } from './changes/root.ts';
export { execCPUAffinity, ioPriority, memoryPolicy, personality, scheduler } from './changes/scheduling.ts';
export {
  allowSyscalls,
  defaultSeccomp,
  denySyscalls,
  removeSyscallRules,
  seccomp,
  seccompArchitectures,
  seccompDefaultAction,
  seccompUnconfined,
} from './changes/seccomp.ts';
export { apparmorProfile, selinuxLabel } from './changes/security.ts';
export {
  cgroupMount,
  devShmSize,
  hostFile,
  mountLabel,
  type OverlayLayers,
  overlayMount,
  procMount,
  sysfsMount,
  writableCgroups,
  writableSysfs,
} from './changes/system-mounts.ts';
export { umask, user } from './changes/user.ts';
export { clearUserNamespace, idmappedMount, timeOffsets, userNamespace } from './changes/user-namespace.ts';
export { hostArchitecture } from './image/architecture.ts';
export type { UnpackLimits } from './image/limits.ts';
export { type RootfsSource, type Unpacked, type UnpackOptions, unpackRootfs } from './image/unpack.ts';
export { type ImageConfig, type ImageConfigOptions, imageConfig } from './image-config.ts';
export { checkpointable } from './purposes/checkpointable.ts';
export { dockerInDocker } from './purposes/docker-in-docker.ts';
export { type GpuUse, gpuUse, hostGpus, usesGpu } from './purposes/gpus.ts';
export { type PreInitOptions, preInit } from './purposes/pre-init.ts';
export { privileged } from './purposes/privileged.ts';
export {
  type StartupHook,
  startupHook,
  startupHooksAnnotation,
  startupHooksOf,
} from './purposes/startup-hooks.ts';
export {
  additionalGids,
  additionalGroupsFromRootfs,
  lookUpUser,
  removeAdditionalGids,
  userFromRootfs,
} from './rootfs/accounts.ts';
export { hostRootfs } from './rootfs/host-rootfs.ts';
export { type RootlessOptions, rootless } from './rootless.ts';
export { type SeccompOptions, seccompProfile } from './seccomp/profile.ts';
export { parseSize, type Size } from './size.ts';
export type { HostTraits } from './validate/ignorable/host-traits.ts';
export { ignoredFields } from './validate/ignored.ts';
export type { Problem } from './validate/problem.ts';
export { assertSpec, validateSpec } from './validate/validate.ts';

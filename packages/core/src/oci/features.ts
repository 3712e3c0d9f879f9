import type { Arch, LinuxSeccompAction, LinuxSeccompFlag, LinuxSeccompOperator } from './seccomp.ts';

/** What a runtime knows, as its `features` verb prints it; absent means unknown, not unsupported. Since 1.1. */
export interface Features {
  /** The oldest and newest versions of the specification that it accepts. */
  readonly ociVersionMin: string;
  readonly ociVersionMax: string;
  readonly hooks?: readonly string[];
  readonly mountOptions?: readonly string[];
  /** Facts of its own: `org.opencontainers.runc.version`. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Annotation keys that change what it does on the host. Since 1.1. */
  readonly potentiallyUnsafeConfigAnnotations?: readonly string[];
  readonly linux?: LinuxFeatures;
}

export interface LinuxFeatures {
  /** Open: a newer runtime may know newer ones. */
  readonly namespaces?: readonly string[];
  readonly capabilities?: readonly string[];
  readonly cgroup?: CgroupFeatures;
  readonly seccomp?: SeccompFeatures;
  readonly apparmor?: FeatureState;
  readonly selinux?: FeatureState;
  readonly intelRdt?: IntelRdtFeatures;
  /** Since 1.3. */
  readonly memoryPolicy?: MemoryPolicyFeatures;
  readonly mountExtensions?: { readonly idmap?: FeatureState };
  /** Since 1.3. */
  readonly netDevices?: FeatureState;
}

/** Whether it was built in; not whether the host has it. */
export interface FeatureState {
  readonly enabled?: boolean;
}

export interface CgroupFeatures {
  readonly v1?: boolean;
  readonly v2?: boolean;
  readonly systemd?: boolean;
  readonly systemdUser?: boolean;
  readonly rdma?: boolean;
}

export interface SeccompFeatures extends FeatureState {
  readonly actions?: readonly LinuxSeccompAction[];
  readonly operators?: readonly LinuxSeccompOperator[];
  readonly archs?: readonly Arch[];
  readonly knownFlags?: readonly LinuxSeccompFlag[];
  readonly supportedFlags?: readonly LinuxSeccompFlag[];
}

export interface IntelRdtFeatures extends FeatureState {
  /** Since 1.3. */
  readonly schemata?: boolean;
  /** Since 1.3. */
  readonly monitoring?: boolean;
}

/** Since 1.3. */
export interface MemoryPolicyFeatures {
  readonly modes?: readonly string[];
  readonly flags?: readonly string[];
}

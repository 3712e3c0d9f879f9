/** How much a difference between an image and this host matters to a restore. */
export type Severity = 'fatal' | 'risky' | 'harmless';

/** One thing that an image and this host do not have in common. */
export interface ImageDifference {
  /** What differs: `runtime`, `kernel`, `cpu`, `spec.mounts`, `files`, or a plug-in's own word. */
  readonly what: string;
  /** `fatal`: it cannot be restored here. `risky`: it may fail, or its program may. `harmless`: told for the record. */
  readonly severity: Severity;
  /** As the image has it. */
  readonly image?: string | undefined;
  /** As it is here. */
  readonly here?: string | undefined;
  /** What it means and what to do, in a sentence for people. */
  readonly message: string;
}

/** A file of an image. */
export interface ImageFile {
  /** In bytes. */
  readonly size: number;
  /** Absent where checksums were not wanted. */
  readonly sha256?: string | undefined;
}

/** What is known of a checkpoint's image: `caisson.json` in its directory. */
export interface ImageManifest {
  readonly format: 1;
  /** The id of the container that it was made of. */
  readonly container: string;
  readonly runtime: { readonly name: string; readonly version?: string | undefined };
  /** The checkpoint's tool: `CRIU 4.1.1`. */
  readonly tool?: string | undefined;
  /** When it was made, as ISO 8601. */
  readonly created: string;
  /** The kernel's release: `6.12.57`. */
  readonly kernel: string;
  /** As Node spells it: `x64`. */
  readonly architecture: string;
  readonly cpu: {
    readonly model?: string | undefined;
    /** The flags that its programs may have come to rely on. */
    readonly features: readonly string[];
  };
  /** Digests (SHA-256) of the parts of the spec that matter to a restore, by name. */
  readonly spec: Readonly<Record<string, string>>;
  /** The image directory that this one goes on from, relative to its own. */
  readonly parent?: string | undefined;
  /** Memory alone, for a checkpoint to go on from. */
  readonly preDump: boolean;
  readonly tcpEstablished: boolean;
  /** Firewall rules that hold kept TCP connections back until the restore. */
  readonly firewall?: ImageFirewall | undefined;
  /** What each plug-in says of its devices, by the plug-in's name. */
  readonly plugins: Readonly<Record<string, unknown>>;
  /** In bytes, all files together. */
  readonly size: number;
  readonly files: Readonly<Record<string, ImageFile>>;
  readonly took: {
    /** Until the runtime had written the image, in milliseconds. */
    readonly imageMs: number;
    /** Reading it again for the checksums, in milliseconds; 0 where there are none. */
    readonly checksumsMs: number;
  };
}

/** A rule that drops the packets of one kept TCP connection. */
export interface ImageFirewallRule {
  readonly family: 4 | 6;
  readonly chain: 'INPUT' | 'OUTPUT';
  readonly source: string;
  readonly sourcePort: number;
  readonly destination: string;
  readonly destinationPort: number;
}

/** Rules of iptables in the network namespace at `netns`; without it, in the host's own. */
export interface ImageFirewall {
  readonly netns?: string | undefined;
  readonly rules: readonly ImageFirewallRule[];
}

/** Whether an image can be restored here, and all that differs. */
export interface ImageJudgement {
  /** There is no fatal difference. */
  readonly restores: boolean;
  /** Absent where the image was made without one. */
  readonly manifest?: ImageManifest | undefined;
  readonly differences: readonly ImageDifference[];
}

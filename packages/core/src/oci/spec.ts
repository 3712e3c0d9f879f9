import type { Hooks } from './hooks.ts';
import type { Linux } from './linux.ts';
import type { Mount, Root } from './mounts.ts';
import type { FreeBSD, Solaris, Windows, ZOS } from './platforms.ts';
import type { Process } from './process.ts';
import type { VM } from './vm.ts';

/**
 * The configuration of a container, a bundle's `config.json`, as runtime-spec 1.3 has it. A member that is absent
 * in JSON is absent here. Integers are numbers: one beyond 2^53 is rounded, and 2^64 stands for the largest
 * unsigned value (`RLIM_INFINITY`).
 */
export interface Spec {
  /** The version of the specification that the configuration follows, in SemVer 2.0: `1.3.0`. */
  readonly ociVersion: string;
  /** The container's init. Needed from `start` on. */
  readonly process?: Process;
  readonly root?: Root;
  /** The UTS namespace's host name. Needs a private or joined `uts` namespace. */
  readonly hostname?: string;
  /** The UTS namespace's NIS domain name. Since 1.1. */
  readonly domainname?: string;
  /** Mounted in this order. */
  readonly mounts?: readonly Mount[];
  readonly hooks?: Hooks;
  /** Facts that a runtime does not read unless it documents the key. Keys are not empty. */
  readonly annotations?: Readonly<Record<string, string>>;
  readonly linux?: Linux;
  readonly solaris?: Solaris;
  readonly windows?: Windows;
  readonly vm?: VM;
  /** Since 1.1. */
  readonly zos?: ZOS;
  /** Since 1.3. */
  readonly freebsd?: FreeBSD;
}

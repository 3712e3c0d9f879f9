import {
  absolutePath,
  boolean,
  type CliOptions,
  fn,
  type OptionKinds,
  oneOf,
  text,
} from '@caisson/driver-kit';

/** Options of the runsc driver. */
export interface RunscOptions extends CliOptions {
  /** The directory of the containers' state; each has a directory of its own in it. Default: `/run/gvisor`. */
  readonly root?: string | undefined;
  /**
   * How the sandbox catches system calls. `kvm` is tried when the driver is made, and refused where it does not
   * start. Default: the binary's own, systrap since 2023.
   */
  readonly platform?: 'systrap' | 'kvm' | 'ptrace' | undefined;
  /**
   * `none`: loopback alone; `sandbox`: gVisor's own stack over the interfaces of the container's network namespace;
   * `host`: the host's stack. Default: `none`, since a sandbox in the host's network namespace does not start with
   * `sandbox`, and one with `host` cannot be checkpointed.
   */
  readonly network?: 'none' | 'sandbox' | 'host' | undefined;
  /** Where writes go: `root:self`, `all:memory`, `root:dir=/path`, `none` (runsc 20221205 and later). Default: the binary's own. */
  readonly overlay2?: string | undefined;
  /** Files are opened by the sandbox itself, not by its gofer (runsc 20230306 and later). Default: the binary's own. */
  readonly directfs?: boolean | undefined;
  /** Of the images that `checkpoint` makes: `none` is quicker, and what `direct` and `background` need. Default: the binary's own. */
  readonly compression?: 'none' | 'flate-best-speed' | undefined;
  /** An image's memory is written and read past the page cache. Default: false. */
  readonly direct?: boolean | undefined;
  /**
   * A restored program runs while its memory is still being read (runsc 20240930 and later); `onStarted` comes when it
   * has been. Default: false.
   */
  readonly background?: boolean | undefined;
  /** For a user that is not root; without cgroups. Default: false. */
  readonly rootless?: boolean | undefined;
  /** A directory for the debug logs of runsc, sandbox and gofer; with `debug`. Default: none is kept. */
  readonly debugLog?: string | undefined;
  /** Told what `prepare` takes out of a spec, or leaves in although gVisor ignores it. Default: `process.emitWarning`. */
  readonly onWarning?: ((warning: string) => void) | undefined;
}

export const runscOptions: OptionKinds = {
  platform: oneOf('systrap', 'kvm', 'ptrace'),
  network: oneOf('none', 'sandbox', 'host'),
  overlay2: text,
  directfs: boolean,
  compression: oneOf('none', 'flate-best-speed'),
  direct: boolean,
  background: boolean,
  rootless: boolean,
  debugLog: absolutePath,
  onWarning: fn,
};

import type { Dialect, Help } from '@caisson/driver-kit';
import { errorCode } from './error-code.ts';
import { detachedExec, execArgs, type Links } from './exec.ts';
import { bundleFlags, gpuFlag } from './flags/bundle.ts';
import { callFlags, optionFlags } from './flags/global.ts';
import { help, releaseOf } from './flags/help.ts';
import { forgetFlags, keepFlags, keptFlags } from './flags/kept.ts';
import { checkLength } from './id-length.ts';
import { checkpointArgs, restoreArgs } from './images.ts';
import { type RunscOptions, runscOptions } from './options.ts';
import { probe } from './probe/probe.ts';
import { removeOver } from './removal/remove-over.ts';
import { ownRoot, rootOf } from './roots.ts';
import { companions, memoryCgroup } from './state-file.ts';

/** What the binary tells of its flags: the bundle's own depend on it. */
export interface Known {
  readonly global: ReadonlySet<string>;
  readonly version: string;
  readonly flags: Help['flags'];
}

/** What the calls of one driver share. */
export interface Shared {
  readonly options: RunscOptions;
  readonly root: string;
  readonly links: Links;
  /** Filled in by `probe`, before anything else is asked. */
  current?: Known;
}

const madeForGpu = (stateDir: string): boolean => keptFlags(stateDir)?.includes(gpuFlag) ?? false;

/** runsc's command line. */
export const dialectOf = (known: Shared): Dialect<RunscOptions> => ({
  name: 'runsc',
  binary: 'runsc',
  options: runscOptions,
  defaultRoot: rootOf,
  help,
  probe: async (says, options) => {
    known.current = { global: await says.flags(), version: releaseOf(says.version), flags: says.flags };
    return probe(says, options, known.current);
  },
  global: (options, log, id) => {
    const root = rootOf(options);
    const own = id === undefined ? root : ownRoot(root, id);
    return [...callFlags(options, own, log), ...(keptFlags(own) ?? optionFlags(options))];
  },
  making: (id, { stateDir, bundle, options }) => {
    checkLength(id);
    const flags = [...optionFlags(options), ...bundleFlags(bundle, known.current)];
    keepFlags(id, stateDir, flags);
  },
  remove: removeOver,
  deleted: forgetFlags,
  execInForeground: true,
  exec: (id, o) => (o.detach ? detachedExec(id, ownRoot(known.root, id), o, known.links) : execArgs(id, o)),
  criu: false,
  checkpoint: (id, o) => checkpointArgs(id, o, known.options, madeForGpu(ownRoot(known.root, id))),
  restore: (id, o) => restoreArgs(id, o, known.options),
  memoryCgroup,
  // At the tops of the trees (runsc/container/container.go, New).
  defaultCgroupsPath: (id) => `/${id}`,
  companions,
  errorCode,
});

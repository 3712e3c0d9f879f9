import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { type Dialect, oneOf } from '@caisson/driver-kit';
import type { CrunOptions } from './crun.ts';
import { emptyDirectories } from './empty-directories.ts';
import { errorCode } from './error-code.ts';
import { noCheckpoint } from './no-checkpoint.ts';
import { memoryCgroup } from './status-file.ts';

export const dialect: Dialect<CrunOptions> = {
  name: 'crun',
  binary: 'crun',
  options: { cgroupManager: oneOf('cgroupfs', 'systemd', 'disabled') },
  defaultRoot: () =>
    process.getuid?.() === 0 ? '/run/crun' : join(process.env['XDG_RUNTIME_DIR'] ?? '/run', 'crun'),
  probe: async ({ version, flags }) => {
    const found = /^crun version (\d+)\.(\d+)/.exec(version);
    if (!found) throw new Error(`it calls itself ${JSON.stringify(version.slice(0, 80))}, not crun`);
    if (Number(found[1]) === 1 && Number(found[2]) < 8)
      throw new Error(`${found[0]} is too old: 1.8 or later`);
    const hybrid = controllersBesideV1();
    if (hybrid) throw new Error(`it refuses this host, whose cgroup v2 tree beside v1 has ${hybrid}`);
    const noImages = await noCheckpoint(flags);
    return {
      checkpointRestore: noImages === undefined,
      noForegroundImages:
        'in the foreground crun hands a container the FIFOs that it is given, which CRIU takes no image of: wait natively',
      gpu: true,
      oomEvents: false,
      joinExistingNetNS: true,
      cdi: true,
      create: true,
      pause: true,
      update: true,
      events: true,
      terminal: true,
      reasons: {
        ...(noImages === undefined ? {} : { checkpointRestore: noImages }),
        oomEvents: 'crun tells no events: give an OOM watcher; the count is in each status all the same',
      },
    };
  },
  global: ({ root, debug, cgroupManager }, log) => [
    ...(root === undefined ? [] : ['--root', root]),
    ...(debug ? ['--debug'] : []),
    ...(cgroupManager === undefined ? [] : ['--cgroup-manager', cgroupManager]),
    '--log',
    log,
    '--log-format',
    'json',
  ],
  // By number: a name that it does not know is signal 0 to crun, and a success (1.8.1).
  kill: (id, signal, { all }) => [
    'kill',
    ...(all ? ['--all'] : []),
    id,
    String(typeof signal === 'number' ? signal : constants.signals[signal]),
  ],
  restoreExternal: emptyDirectories,
  unchecked: ['pause', 'resume'],
  killsPaused: false,
  // `run` makes itself a subreaper, and waits for its last child (containers/crun:src/libcrun/container.c).
  waitsForOrphans: true,
  memoryCgroup,
  cgroupBase: 'mount',
  errorCode,
};

/** crun: "cgroups in hybrid mode not supported, drop all controllers from cgroupv2". */
const controllersBesideV1 = (): string => {
  try {
    return readFileSync('/sys/fs/cgroup/unified/cgroup.controllers', 'utf8').trim();
  } catch {
    return '';
  }
};

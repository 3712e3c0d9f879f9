import { join } from 'node:path';
import { boolean, criuMissing, type Dialect, oneOf } from '@caisson/driver-kit';
import { removeCriuRoot } from './criu-root.ts';
import { errorCode } from './error-code.ts';
import { loggedEnd } from './logged-end.ts';
import type { RuncOptions } from './runc.ts';
import { memoryCgroup, running } from './state-file.ts';

export const dialect: Dialect<RuncOptions> = {
  name: 'runc',
  binary: 'runc',
  options: { systemdCgroup: boolean, rootless: oneOf(true, false, 'auto') },
  defaultRoot: () =>
    process.getuid?.() === 0 ? '/run/runc' : join(process.env['XDG_RUNTIME_DIR'] ?? '/run', 'runc'),
  probe: async ({ version }) => {
    const found = /^runc version (\d+)\.(\d+)/.exec(version);
    if (!found) throw new Error(`it calls itself ${JSON.stringify(version.slice(0, 80))}, not runc`);
    if (Number(found[1]) === 1 && Number(found[2]) < 1)
      throw new Error(`${found[0]} is too old: 1.1 or later`);
    const noCriu = criuMissing();
    return {
      checkpointRestore: noCriu === undefined,
      gpu: true,
      oomEvents: true,
      joinExistingNetNS: true,
      cdi: true,
      create: true,
      pause: true,
      update: true,
      events: true,
      terminal: true,
      // Its foreground verbs copy the two streams through pipes of their own.
      orderedOutput: false,
      reasons: noCriu === undefined ? {} : { checkpointRestore: noCriu },
    };
  },
  global: ({ root, debug, systemdCgroup, rootless }, log) => [
    ...(root === undefined ? [] : ['--root', root]),
    ...(debug ? ['--debug'] : []),
    ...(systemdCgroup ? ['--systemd-cgroup'] : []),
    ...(rootless === undefined ? [] : ['--rootless', String(rootless)]),
    '--log',
    log,
    '--log-format',
    'json',
  ],
  deleted: removeCriuRoot,
  memoryCgroup,
  running,
  loggedEnd,
  errorCode,
};

import type { Dialect } from '@caisson/driver-kit';
import type { AcmeOptions } from './acme-runtime.ts';
import { errorCode } from './error-code.ts';
import { memoryCgroup } from './memory-cgroup.ts';

/** How acme-runtime spells what runc spells. A verb that is left out is spelled as runc does. */
export const dialect: Dialect<AcmeOptions> = {
  name: 'acme-runtime',
  binary: 'acme-command',
  defaultRoot: () => '/run/acme-runtime',
  probe: async ({ version }) => {
    if (!/^acme-command version \d/.test(version)) {
      throw new Error(`it calls itself ${JSON.stringify(version.slice(0, 80))}, not acme-command`);
    }
    // What is true for every host; throw, or make it false and give the reason, where this one lacks something.
    return {
      checkpointRestore: false,
      gpu: true,
      oomEvents: false,
      joinExistingNetNS: true,
      cdi: true,
      create: true,
      pause: true,
      update: true,
      events: true,
      terminal: true,
      orderedOutput: false,
      reasons: {
        checkpointRestore: 'this driver does not do it yet',
        oomEvents: 'it tells no events: give an OOM watcher; the count is in each status all the same',
      },
    };
  },
  // Whatever precedes the verb. `log` is a file for the errors of this one call, in JSON lines.
  global: ({ root = '/run/acme-runtime', debug }, log) => [
    '--root',
    root,
    ...(debug ? ['--debug'] : []),
    '--log',
    log,
    '--log-format',
    'json',
  ],
  memoryCgroup,
  errorCode,
};

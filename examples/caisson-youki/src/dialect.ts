import type { State } from '@caisson/core';
import type { Dialect } from '@caisson/driver-kit';
import { errorCode } from './error-code.ts';
import { memoryCgroup } from './memory-cgroup.ts';
import type { YoukiOptions } from './youki.ts';

/** How youki spells what runc spells. A verb that is left out is spelled as runc does. */
export const dialect: Dialect<YoukiOptions> = {
  name: 'youki',
  binary: 'youki',
  defaultRoot: () => '/run/youki',
  probe: async ({ version }) => {
    if (!/^youki version: \d/.test(version)) {
      throw new Error(`it calls itself ${JSON.stringify(version.slice(0, 80))}, not youki`);
    }
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
        checkpointRestore: 'youki 0.7 writes images that it cannot restore (its verb is `checkpointt`)',
        oomEvents: 'it tells no events: give an OOM watcher; the count is in each status all the same',
      },
    };
  },
  global: ({ root = '/run/youki', debug }, log) => [
    '--root',
    root,
    ...(debug ? ['--debug'] : []),
    '--log',
    log,
    '--log-format',
    'json',
  ],
  // `--format json` is taken and ignored (0.7): the table is all there is.
  list: () => ['list'],
  parseList: (stdout) => {
    const [header = '', ...rows] = stdout.trimEnd().split('\n');
    const column = (name: string, row: string, next: string): string =>
      row.slice(header.indexOf(name), header.indexOf(next)).trim();
    return rows.map((row): State => {
      const pid = Number(column('PID', row, 'STATUS'));
      return {
        ociVersion: '1.1.0', // What 0.7 writes into each state.
        id: column('ID', row, 'PID'),
        status: column('STATUS', row, 'BUNDLE').toLowerCase() as State['status'],
        ...(pid > 0 ? { pid } : {}),
        bundle: column('BUNDLE', row, 'CREATED'),
      };
    });
  },
  memoryCgroup,
  errorCode,
};

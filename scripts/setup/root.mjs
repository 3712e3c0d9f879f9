import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The workspace's own directory. */
export const root = resolve(fileURLToPath(import.meta.url), '../../..');

/** What is kept between runs, and nothing that is needed. */
export const cache = join(root, '.cache');

export const tool = (name) => join(root, 'node_modules', '.bin', name);

/** The CRIU that the tests use, alone in its directory. */
export const criuDirectory = join(cache, 'criu', 'bin');

/** Debian keeps runc and dockerd where an unprivileged user's PATH does not look. */
const systemDirectories = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/** This program's environment with the workspace's own tools (and its Node) first in PATH. */
export const environment = (extra = {}) => ({
  ...process.env,
  PATH: [
    join(root, 'node_modules', '.bin'),
    criuDirectory,
    process.env['PATH'] ?? '',
    ...systemDirectories,
  ].join(delimiter),
  TURBO_TELEMETRY_DISABLED: '1',
  TURBO_NO_UPDATE_NOTIFIER: '1',
  npm_config_update_notifier: 'false',
  ...extra,
});

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { environment } from './root.mjs';

/** The path of a command, or `undefined`. */
export const find = (command) => {
  for (const directory of environment().PATH.split(delimiter)) {
    const path = join(directory, command);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // The next one.
    }
  }
  return undefined;
};

/**
 * What a set-up must know of the machine that it runs on.
 * @typedef {object} Host
 * @property {boolean} linux
 * @property {boolean} root
 * @property {boolean} apt
 * @property {string} node its own Node's version
 */

/** @returns {Host} */
export const thisHost = () => ({
  linux: process.platform === 'linux',
  root: process.getuid?.() === 0,
  apt: find('apt-get') !== undefined,
  node: process.versions.node,
});

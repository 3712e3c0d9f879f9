import { find, thisHost } from '../setup/host.mjs';
import { purposes } from '../setup/purposes.mjs';

/** Why there can be no lab here; `undefined`: there can. */
export const lacking = ({ linux, root } = thisHost(), arch = process.arch) => {
  if (!linux || !root || arch !== 'x64') return 'needs Linux on x64, and root';
  const missing = purposes.lab.programs.filter(({ command }) => find(command) === undefined);
  return missing.length === 0 ? undefined : `needs ${missing.map(({ command }) => command).join(' and ')}`;
};

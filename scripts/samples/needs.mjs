import { find } from '../setup/host.mjs';

/** What runs containers, be it by import or by name. */
const runsContainers =
  /['"]@caisson\/(?:runc|cli)['"]|binary: 'runc'|^\s*(?:npx )?caisson\s|\bnpm (?:run|test)\b/m;

/**
 * Why a sample cannot be run on this host, or `undefined`.
 * @param {import('./blocks.mjs').Block} block
 */
export const unmetNeed = (
  { code },
  { root = process.getuid?.() === 0, runc = find('runc') !== undefined } = {},
) => {
  if (!runsContainers.test(code)) return undefined;
  if (process.platform !== 'linux') return 'needs Linux';
  if (!runc) return 'needs runc';
  return root ? undefined : 'needs root';
};

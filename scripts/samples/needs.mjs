import { find } from '../setup/host.mjs';

/** What runs containers, be it by import or by name. */
const runsContainers =
  /['"]@caisson\/(?:runc|cli)['"]|binary: 'runc'|^\s*(?:npx )?caisson\s|\bnpm (?:run|test)\b/m;

const runsGvisor = /['"]@caisson\/runsc['"]|type: '(?:runsc|gvisor)'|--runtime (?:runsc|gvisor)/;

/**
 * Why a sample cannot be run on this host, or `undefined`.
 * @param {import('./blocks.mjs').Block} block
 */
export const unmetNeed = (
  { code },
  {
    root = process.getuid?.() === 0,
    runc = find('runc') !== undefined,
    runsc = find('runsc') !== undefined,
  } = {},
) => {
  if (runsGvisor.test(code)) {
    if (process.platform !== 'linux') return 'needs Linux';
    if (!runsc) return 'needs runsc';
    return root ? undefined : 'needs root';
  }
  if (!runsContainers.test(code)) return undefined;
  if (process.platform !== 'linux') return 'needs Linux';
  if (!runc) return 'needs runc';
  return root ? undefined : 'needs root';
};

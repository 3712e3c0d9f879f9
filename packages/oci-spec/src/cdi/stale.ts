import { deviceAt } from '../changes/devices.ts';
import type { CdiState } from './load.ts';

/** A device node that is not what the file says. */
export interface StaleDevice {
  /** The file. */
  readonly file: string;
  /** The node on the host. */
  readonly path: string;
  /** What differs: `it is c 195:1, not c 195:0`. */
  readonly wrong: string;
}

/** Only what files state can be stale: the rest is looked up when it is injected. */
export const staleIn = async ({ entries }: CdiState): Promise<readonly StaleDevice[]> => {
  const found = new Map<string, StaleDevice>();
  for (const { spec, device, path: file } of entries.values()) {
    const nodes = [spec.containerEdits, device.containerEdits].flatMap((edits) => edits?.deviceNodes ?? []);
    for (const { path, hostPath, type, major, minor } of nodes) {
      const from = hostPath || path;
      const there = await deviceAt(from).catch(() => undefined);
      const told = (wrong: string): unknown => found.set(`${file}\0${from}`, { file, path: from, wrong });
      if (there === undefined) told('there is no such device');
      else if (
        (type && type !== there.type) ||
        (major !== undefined && major !== there.major) ||
        (minor !== undefined && minor !== there.minor)
      ) {
        const stated = `${type || there.type} ${major ?? there.major}:${minor ?? there.minor}`;
        told(`it is ${there.type} ${there.major}:${there.minor}, not ${stated}`);
      }
    }
  }
  return [...found.values()];
};

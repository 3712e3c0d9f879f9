import { readFileSync } from 'node:fs';
import { constants } from 'node:os';

/**
 * Whether the init of a pid namespace takes notice of a signal: the kernel drops one that it neither handles nor
 * blocks (pid_namespaces(7)). Asking such an init to stop would only cost the grace. `true` where it is not known.
 */
export const hears = (pid: number, signal: NodeJS.Signals): boolean => {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const bit = 1n << BigInt(constants.signals[signal] - 1);
    return ['SigCgt', 'SigBlk'].some((field) => {
      const mask = new RegExp(`^${field}:\\s*([0-9a-f]+)$`, 'm').exec(status)?.[1];
      return mask === undefined || (BigInt(`0x${mask}`) & bit) !== 0n;
    });
  } catch {
    return true;
  }
};

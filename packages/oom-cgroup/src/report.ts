import { type Cgroup, readMemoryBoundsSync } from '@caisson/cgroup';
import type { OomReport, OomTarget } from '@caisson/core';

/** Tells a target of its kills. What its callback throws is an uncaught exception, and no kill is lost by it. */
export const telling =
  ({ onOom, spec }: OomTarget, cgroup: Cgroup): ((kill: number) => void) =>
  (kill) => {
    if (!onOom) return;
    const at = new Date();
    const wanted = spec?.linux?.resources?.memory?.limit;
    const { limitBytes = wanted !== undefined && wanted > 0 ? wanted : undefined, peakBytes } =
      readMemoryBoundsSync(cgroup);
    const report: OomReport = {
      at,
      kill,
      source: 'cgroup',
      certain: true,
      ...(limitBytes === undefined ? {} : { limitBytes }),
      ...(peakBytes === undefined ? {} : { peakBytes }),
    };
    try {
      onOom(at, report);
    } catch (error) {
      process.nextTick(() => {
        throw error;
      });
    }
  };

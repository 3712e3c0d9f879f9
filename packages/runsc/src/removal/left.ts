import { existsSync, readdirSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { type Cgroups, lockPath, type Recorded, recordPath, v1Path } from '../state-file.ts';

/** What is left of a container, in the order in which `runsc delete` removes it. */
export interface Left {
  readonly cgroups: readonly string[];
  /** Those above, which runsc made for it and which others may use by now; the lower before the upper. */
  readonly upper: readonly string[];
  readonly files: readonly string[];
}

/** The fields of runsc's record from 20240729 to the sources of August 2026 (`Destroy` is the same in all of them). */
const known = {
  container:
    'id spec bundleDir createdAt owner consoleSocket status goferPid sandbox compatCgroup saver goferMountConfs',
  sandbox:
    'id podName namespace pid uid gid cgroup originalOomScoreAdj registeredMetrics metricMetadata metricServerAddress controlSocketPath mountHints startTime checkpointed restored cpuTimeSaved wallTimeSaved',
} as const;

const hasOnly = (value: object, fields: string): boolean => {
  const allowed = new Set(fields.split(' '));
  return Object.keys(value).every((key) => allowed.has(key));
};

/** An overlay's upper layer that is a file in the mount's own source (runsc/boot/gofer_conf.go, SelfOverlay). */
const selfOverlay = 2;

/**
 * The whole of what `runsc delete` would remove of a container that is over; `undefined` where only runsc itself can
 * tell: a record with a field that is not known here may stand for something that has to be removed.
 */
export const leftOf = (id: string, stateDir: string, record: Recorded): Left | undefined => {
  const { sandbox, spec } = record;
  if (!sandbox || !spec || !hasOnly(record, known.container) || !hasOnly(sandbox, known.sandbox)) return;
  if (record.id !== id || sandbox.id !== id) return; // One of several in its sandbox.
  if (Object.keys(sandbox.mountHints?.mounts ?? {}).length > 0) return;
  if ((spec.hooks?.poststop ?? []).length > 0) return; // They run at the delete.
  const cgroups = cgroupsIn(sandbox.cgroup);
  const stores = storesOf(id, record);
  if (!cgroups || !stores || cgroupsIn(record.compatCgroup ?? undefined)?.length !== 0) return;
  const socket = sandbox.controlSocketPath;
  const own = [recordPath(stateDir), lockPath(stateDir)];
  const sockets = socket ? [socket] : [];
  const expected = new Set([...sockets, ...own, join(stateDir, 'caisson.json')]);
  const there = readdirSync(stateDir).map((name) => join(stateDir, name));
  if (![...there, ...sockets].every((path) => expected.has(path) && path.startsWith(`${stateDir}/`))) return;
  // On v2 alone runsc records those above as its own; there the first is the container's.
  const [lowest] = cgroups;
  const isUpper = (path: string): boolean => lowest?.startsWith(`${path}/`) === true;
  return {
    cgroups: cgroups.filter((path) => !isUpper(path)),
    upper: cgroups.filter(isUpper),
    files: [...sockets, ...own, ...stores],
  };
};

/** Those that runsc has made, and not those that it found; `undefined`: systemd's, or of a kind to come. */
const cgroupsIn = (cgroups: Cgroups | undefined): readonly string[] | undefined => {
  if (!cgroups) return [];
  const { cgroupv1: v1, cgroupv2: v2 } = cgroups;
  if (v1 && Object.keys(cgroups).length === 1) {
    if (!v1.name || !hasOnly(v1, 'name parents own')) return undefined;
    return Object.entries(v1.own ?? {}).flatMap(([controller, own]) => (own ? v1Path(v1, controller) : []));
  }
  if (v2 && Object.keys(cgroups).length === 1) {
    return hasOnly(v2, 'mountpoint path controllers own') ? (v2.own ?? []).toReversed() : undefined;
  }
  return Object.keys(cgroups).every((kind) => kind === 'cgroupunknown') ? [] : undefined;
};

/** The file in which the root filesystem's writes are; `undefined`: there are others, or one that is not recorded. */
const storesOf = (id: string, { spec, goferMountConfs }: Recorded): readonly string[] | undefined => {
  const inSource = (source: string): string => join(source, `.gvisor.filestore.${id}`);
  const [root, ...mounts] = goferMountConfs ?? [];
  if (mounts.some(({ upper }) => upper === selfOverlay)) return undefined;
  const sources = (spec?.mounts ?? []).flatMap(({ source }) => (source && isAbsolute(source) ? source : []));
  if (sources.some((source) => existsSync(inSource(source)))) return undefined;
  const path = spec?.root?.path;
  if (path === undefined || !isAbsolute(path)) return undefined;
  if (existsSync(inSource(path)) !== (root?.upper === selfOverlay)) return undefined;
  return root?.upper === selfOverlay ? [inSource(path)] : [];
};

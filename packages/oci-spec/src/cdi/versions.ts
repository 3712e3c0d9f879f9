import { isDeviceName } from './names.ts';
import type { CdiEdits, CdiSpec } from './types.ts';

const known: readonly string[] = [
  '0.1.0',
  '0.2.0',
  '0.3.0',
  '0.4.0',
  '0.5.0',
  '0.6.0',
  '0.7.0',
  '0.8.0',
  '1.0.0',
  '1.1.0',
];

const rank = (version: string): number => known.indexOf(version.replace(/^v/, ''));

interface Need {
  readonly version: string;
  readonly of: string;
  readonly by: (edits: CdiEdits, spec: CdiSpec) => boolean;
}

const needs: readonly Need[] = [
  { version: '0.4.0', of: 'a type of a mount', by: ({ mounts = [] }) => mounts.some(({ type }) => type) },
  {
    version: '0.5.0',
    of: 'hostPath of a device node',
    by: ({ deviceNodes = [] }) => deviceNodes.some(({ hostPath }) => hostPath),
  },
  { version: '0.7.0', of: 'intelRdt', by: ({ intelRdt }) => intelRdt !== undefined },
  { version: '0.7.0', of: 'additionalGids', by: ({ additionalGids = [] }) => additionalGids.length > 0 },
  {
    version: '1.1.0',
    of: 'schemata or enableMonitoring of intelRdt',
    by: ({ intelRdt }) => intelRdt?.schemata !== undefined || intelRdt?.enableMonitoring !== undefined,
  },
  { version: '1.1.0', of: 'netDevices', by: ({ netDevices = [] }) => netDevices.length > 0 },
];

const ofWhole: readonly {
  readonly version: string;
  readonly of: string;
  readonly by: (spec: CdiSpec) => boolean;
}[] = [
  {
    version: '0.5.0',
    of: 'a device name that begins with a digit',
    by: ({ devices }) => devices.some(({ name }) => isDeviceName(name) && /^\d/.test(name)),
  },
  {
    version: '0.6.0',
    of: 'annotations',
    by: ({ annotations = {}, devices }) =>
      [annotations, ...devices.map((device) => device.annotations ?? {})].some(
        (some) => Object.keys(some).length > 0,
      ),
  },
  {
    version: '0.6.0',
    of: 'a dot in the class',
    by: ({ kind }) => kind.split('/')[1]?.includes('.') ?? false,
  },
];

/** Why a spec's cdiVersion will not do: not known, or older than what it uses. */
export const versionProblem = (spec: CdiSpec): string | undefined => {
  const stated = rank(spec.cdiVersion);
  if (stated < 0)
    return `cdiVersion ${JSON.stringify(spec.cdiVersion)} is not known; known are ${known.join(', ')}`;
  const edits = [spec.containerEdits ?? {}, ...spec.devices.map(({ containerEdits }) => containerEdits)];
  const used = [
    ...needs.filter(({ by }) => edits.some((each) => by(each, spec))),
    ...ofWhole.filter(({ by }) => by(spec)),
  ];
  const missing = used.find(({ version }) => rank(version) > stated);
  return missing === undefined
    ? undefined
    : `cdiVersion is ${spec.cdiVersion}, and ${missing.of} needs ${missing.version}`;
};

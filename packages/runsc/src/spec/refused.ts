import type { Spec } from '@caisson/core';
import type { RunscOptions } from '../options.ts';
import { otherGpus } from './gpu.ts';

/** What is wrong with a spec for gVisor, where, and what would be right. */
export interface Refused {
  readonly path: string;
  readonly wrong: string;
  readonly right: string;
}

type Rule = (spec: Spec, options: RunscOptions) => readonly Refused[];

const ignored = 'gVisor does not do it, and says nothing';

/** A field that runsc takes without a word and does not do. */
const field =
  (path: string, isSet: (spec: Spec) => boolean): Rule =>
  (spec) =>
    isSet(spec) ? [{ path, wrong: ignored, right: 'a spec without it, or another runtime' }] : [];

const some = (value: object | undefined): boolean => Object.keys(value ?? {}).length > 0;

const isBind = (options: readonly string[] = []): boolean => options.some((o) => /^r?bind$/.test(o));
/** runsc/boot/vfs.go; another type is skipped with a line in a log. */
const mountTypes: readonly string[] = [
  'bind',
  'cgroup',
  'devpts',
  'devtmpfs',
  'mqueue',
  'none',
  'proc',
  'sysfs',
  'tmpfs',
];

const rules: readonly Rule[] = [
  ({ process }) =>
    process?.selinuxLabel
      ? [{ path: 'process.selinuxLabel', wrong: 'gVisor refuses it', right: 'a spec without it' }]
      : [],
  ({ linux }) =>
    linux?.rootfsPropagation && !/^r?(private|slave)$/.test(linux.rootfsPropagation)
      ? [
          {
            path: 'linux.rootfsPropagation',
            wrong: `gVisor refuses "${linux.rootfsPropagation}"`,
            right: '"private" or "slave"',
          },
        ]
      : [],
  // Those two would run inside, where gVisor runs none (runsc/container/container.go).
  field('hooks.createContainer', ({ hooks }) => (hooks?.createContainer ?? []).length > 0),
  field('hooks.startContainer', ({ hooks }) => (hooks?.startContainer ?? []).length > 0),
  field('process.scheduler', ({ process }) => process?.scheduler !== undefined),
  field('process.ioPriority', ({ process }) => process?.ioPriority !== undefined),
  field('process.execCPUAffinity', ({ process }) => some(process?.execCPUAffinity)),
  field('domainname', ({ domainname }) => Boolean(domainname)),
  field(
    'linux.personality',
    ({ linux }) => linux?.personality !== undefined && linux.personality.domain !== 'LINUX',
  ),
  field('linux.timeOffsets', ({ linux }) => some(linux?.timeOffsets)),
  field('linux.intelRdt', ({ linux }) => linux?.intelRdt !== undefined),
  field('linux.memoryPolicy', ({ linux }) => linux?.memoryPolicy !== undefined),
  field('linux.netDevices', ({ linux }) => some(linux?.netDevices)),
  field('linux.sysctl', ({ linux }) => some(linux?.sysctl)),
  field('mounts[].uidMappings', ({ mounts = [] }) =>
    mounts.some(({ uidMappings = [] }) => uidMappings.length > 0),
  ),
  ({ mounts = [] }) =>
    mounts.flatMap(({ type, options }, at) =>
      type === undefined || isBind(options) || mountTypes.includes(type)
        ? []
        : [
            {
              path: `mounts[${at}].type`,
              wrong: `gVisor skips a mount of type "${type}"`,
              right: `one of ${mountTypes.join(', ')}`,
            },
          ],
    ),
  (spec) => {
    const other = otherGpus(spec);
    return other.length === 0
      ? []
      : [
          {
            path: 'linux.devices',
            wrong: `gVisor serves NVIDIA's GPUs alone, not ${other.join(', ')}`,
            right: 'a spec without them, or another runtime',
          },
        ];
  },
  ({ linux }, { network = 'none' }) =>
    networkRule(
      linux?.namespaces?.find(({ type }) => type === 'network'),
      network,
    ),
];

const networkRule = (
  namespace: { readonly path?: string | undefined } | undefined,
  network: NonNullable<RunscOptions['network']>,
): readonly Refused[] => {
  const path = 'linux.namespaces';
  if (namespace?.path && network === 'none')
    return [
      {
        path,
        wrong: `with network "none" ${namespace.path} is not joined`,
        right: 'network: "sandbox", or a namespace without a path',
      },
    ];
  // google/gvisor#10704
  if (!namespace && network === 'sandbox')
    return [
      {
        path,
        wrong: 'with network "sandbox" nothing starts in the host\'s network namespace',
        right: 'one of type network, or network: "host"',
      },
    ];
  return [];
};

/** What this spec asks for and gVisor would refuse, or take without a word and not do. */
export const refused = (spec: Spec, options: RunscOptions): readonly Refused[] =>
  rules.flatMap((rule) => rule(spec, options));

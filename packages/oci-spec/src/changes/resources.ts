import type { LinuxRdma, LinuxResources } from '@caisson/core';
import { badArgument, integer, text } from '../arguments.ts';
import type { Change } from '../change.ts';
import { changeResources, merged } from '../parts.ts';
import { rdma as rdmaShape, resources as resourcesShape } from '../schema/resources.ts';
import { parseSize, type Size } from '../size.ts';
import { fitting } from './fitting.ts';

/** Any of the resources, each in place of what is there. */
export const resources = (settings: LinuxResources): Change => {
  fitting('resources', resourcesShape, settings);
  return changeResources((before) => ({ ...before, ...settings }));
};

/** How much of one size of huge pages: `hugepageLimit('2MB', '64MiB')`. */
export const hugepageLimit = (pageSize: string, limit: Size): Change => {
  if (!/^[1-9][0-9]*[KMG]B$/.test(pageSize))
    throw badArgument('hugepageLimit', pageSize, "a size such as '2MB'");
  const added = { pageSize, limit: parseSize(limit, 'hugepageLimit') };
  return changeResources((before) => ({
    ...before,
    hugepageLimits: [...(before.hugepageLimits ?? []).filter((known) => known.pageSize !== pageSize), added],
  }));
};

/** Takes away the limits of these sizes of huge pages; without arguments, all. */
export const removeHugepageLimits = (...pageSizes: readonly string[]): Change =>
  changeResources((before) => ({
    ...before,
    hugepageLimits: (before.hugepageLimits ?? []).filter(
      ({ pageSize }) => pageSizes.length > 0 && !pageSizes.includes(pageSize),
    ),
  }));

/** What tags the packets of the cgroup (v1's net_cls). */
export const networkClass = (classID: number): Change =>
  changeResources((before) => ({
    ...before,
    network: { ...before.network, classID: integer('networkClass', classID, 0, 0xffffffff) },
  }));

/** The priority of one interface (v1's net_prio); `undefined` removes it. */
export const networkPriority = (name: string, priority: number | undefined): Change => {
  text('networkPriority', name);
  const added =
    priority === undefined ? [] : [{ name, priority: integer('networkPriority', priority, 0, 0xffffffff) }];
  return changeResources((before) => ({
    ...before,
    network: {
      ...before.network,
      priorities: [...(before.network?.priorities ?? []).filter((known) => known.name !== name), ...added],
    },
  }));
};

/** The limits of one RDMA device: `rdma('mlx5_1', { hcaHandles: 3 })`. */
export const rdma = (name: string, limits: LinuxRdma): Change => {
  const added = { [text('rdma', name)]: fitting('rdma', rdmaShape, limits) };
  return changeResources((before) => ({ ...before, rdma: { ...before.rdma, ...added } }));
};

/** What is written to files of cgroup v2: `unified({ 'memory.high': '67108864' })`; `undefined` removes. */
export const unified = (files: Readonly<Record<string, string | undefined>>): Change => {
  for (const [file, content] of Object.entries(files)) {
    const right = "a file such as 'memory.high'";
    if (!/^[a-z0-9_]+(\.[A-Za-z0-9_]+)+$/.test(file)) throw badArgument('unified', file, right);
    if (content !== undefined) text(`unified ${file}`, content);
  }
  return changeResources((before) => ({ ...before, unified: merged(before.unified, files) }));
};

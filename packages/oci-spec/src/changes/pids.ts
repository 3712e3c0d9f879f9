import { integer } from '../arguments.ts';
import type { Change } from '../change.ts';
import { changeResources } from '../parts.ts';

/** How many processes and threads; -1 lifts the limit. */
export const pidsLimit = (limit: number): Change => {
  if (limit !== -1) integer('pidsLimit', limit, 1);
  return changeResources((resources) => ({ ...resources, pids: { limit } }));
};

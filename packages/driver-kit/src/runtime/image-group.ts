import type { Spec } from '@caisson/core';

/**
 * The group that must be able to read a container's image, by the host's number: in a user namespace CRIU restores
 * as the host's root at first and then as the root of that namespace, who is nobody special outside of it.
 */
export const imageGroup = (spec: Spec | undefined): number | undefined => {
  const { namespaces = [], gidMappings = [] } = spec?.linux ?? {};
  if (process.getuid?.() !== 0 || !namespaces.some(({ type }) => type === 'user')) return undefined;
  return gidMappings.find(({ containerID }) => containerID === 0)?.hostID;
};

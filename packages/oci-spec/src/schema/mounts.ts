import type { LinuxIDMapping, Mount, Root } from '@caisson/core';
import { listOf, maybe, members, type Shape } from './shape.ts';
import { flag, text, texts, uint32 } from './values.ts';

export const root: Shape<Root> = members<Root>({ path: text, readonly: maybe(flag) });

export const idMappings: Shape<readonly LinuxIDMapping[]> = listOf(
  members<LinuxIDMapping>({ containerID: uint32, hostID: uint32, size: uint32 }),
);

export const mount: Shape<Mount> = members<Mount>({
  destination: text,
  type: maybe(text),
  source: maybe(text),
  options: maybe(texts),
  uidMappings: maybe(idMappings),
  gidMappings: maybe(idMappings),
});

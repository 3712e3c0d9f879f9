import type { ImageManifest } from '@caisson/core';
import { describeHost, filesOf, manifestPlace, specDigests } from '@caisson/image';
import type { EngineImageMade } from '../engine.ts';
import { specOf } from './bundle.ts';
import type { Reach } from './checkpoint.ts';

interface Made
  extends Omit<EngineImageMade, 'removed'>,
    Pick<ImageManifest, 'parent' | 'preDump' | 'tcpEstablished' | 'plugins'> {
  readonly checksums: boolean;
  readonly imageMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The manifest of an image to be: its room on the disk is taken before the container may end, and what is true of
 * the container is read while it is there.
 */
export const manifestFor = (
  dir: string,
  id: string,
  bundle: string,
  { name, version }: Reach,
): { readonly write: (made: Made) => Promise<void> } => {
  const place = manifestPlace(dir);
  const spec = specOf(bundle);
  const known = {
    format: 1,
    container: id,
    runtime: { name, ...(version === undefined ? {} : { version }) },
    created: new Date().toISOString(),
    ...describeHost(),
    spec: spec ? specDigests(spec) : {},
  } as const;
  return {
    write: async ({ checksums, imageMs, signal, ...made }) => {
      const began = performance.now();
      const files = await filesOf(dir, { checksums, signal });
      const checksumsMs = checksums ? performance.now() - began : 0;
      const size = Object.values(files).reduce((sum, file) => sum + file.size, 0);
      place.write({ ...known, ...made, size, files, took: { imageMs, checksumsMs } });
    },
  };
};

import { pathInside } from '../rootfs/inside.ts';
import { checkArchitecture } from './architecture.ts';
import { openCompressed } from './decompress.ts';
import { readJson } from './json.ts';
import { applyLayer, type Target } from './layer.ts';
import type { LayoutChoice } from './oci-layout.ts';
import { refused } from './refuse.ts';
import {
  type DockerManifest,
  dockerManifestSchema,
  type ImageFile,
  imageFileSchema,
  parsed,
} from './schemas.ts';

const chosen = (
  dir: string,
  manifests: readonly DockerManifest[],
  ref: string | undefined,
): DockerManifest => {
  const wanted = ref === undefined || /:[^/]*$/.test(ref) ? ref : `${ref}:latest`;
  const fit =
    wanted === undefined ? manifests : manifests.filter(({ RepoTags }) => RepoTags?.includes(wanted));
  const known = manifests.flatMap(({ RepoTags }) => RepoTags ?? []).join(', ') || 'none with a name';
  const [first, ...more] = fit;
  if (first === undefined) throw refused(dir, `it has no image ${JSON.stringify(ref)}; it has ${known}`);
  if (more.length > 0) throw refused(dir, `it has more than one image; say which by ref: ${known}`);
  return first;
};

/** Lays the layers of what `docker save` wrote, unpacked; each must be what the image's config says. */
export const unpackDockerArchive = async (
  dir: string,
  choice: LayoutChoice,
  target: Target,
): Promise<ImageFile> => {
  const manifests = parsed(
    `${dir}/manifest.json`,
    dockerManifestSchema,
    await readJson(dir, 'manifest.json'),
  );
  const manifest = chosen(dir, manifests, choice.ref);
  const image = parsed(dir, imageFileSchema, await readJson(dir, manifest.Config));
  checkArchitecture(dir, image, choice.architecture);
  const ids = image.rootfs.diff_ids;
  if (ids.length !== manifest.Layers.length) throw refused(dir, 'its config names another number of layers');
  for (const [at, layer] of manifest.Layers.entries()) {
    const opened = await openCompressed(await pathInside(dir, layer)).catch(
      (error: NodeJS.ErrnoException) => {
        throw refused(dir, `${layer} cannot be read: ${error.code ?? error.message}`, error);
      },
    );
    await applyLayer(target, opened.bytes);
    if (opened.digests().content !== ids[at]) throw refused(dir, `${layer} is not what its digest says`);
  }
  return image;
};

import { pathInside } from '../rootfs/inside.ts';
import { checkArchitecture } from './architecture.ts';
import { openCompressed } from './decompress.ts';
import { readJson } from './json.ts';
import { applyLayer, type Target } from './layer.ts';
import { refused } from './refuse.ts';
import {
  type Descriptor,
  type ImageFile,
  imageFileSchema,
  indexSchema,
  manifestSchema,
  parsed,
} from './schemas.ts';

const mostIndexes = 8;

const blob = (digest: string): string => `blobs/${digest.replace(':', '/')}`;

/** A JSON blob whose digest is what it is called by. */
const readBlob = async (dir: string, { digest }: Descriptor): Promise<unknown> => {
  const opened = await openCompressed(await pathInside(dir, blob(digest))).catch(
    (error: NodeJS.ErrnoException) => {
      throw refused(dir, `${blob(digest)} cannot be read: ${error.code ?? error.message}`, error);
    },
  );
  for await (const _ of opened.bytes);
  if (opened.digests().file !== digest) throw refused(dir, `${blob(digest)} is not what its digest says`);
  return readJson(dir, blob(digest));
};

const refName = 'org.opencontainers.image.ref.name';

const named = (
  dir: string,
  manifests: readonly Descriptor[],
  ref: string | undefined,
): readonly Descriptor[] => {
  if (ref === undefined) return manifests;
  const found = manifests.filter(
    ({ annotations }) => annotations?.[refName] === ref || annotations?.['io.containerd.image.name'] === ref,
  );
  if (found.length > 0) return found;
  const known = manifests.flatMap(({ annotations }) => annotations?.[refName] ?? []);
  throw refused(
    dir,
    `it has no image ${JSON.stringify(ref)}; it has ${known.join(', ') || 'none with a name'}`,
  );
};

/** The one manifest for an architecture, through indexes in indexes. */
const choose = async (
  dir: string,
  manifests: readonly Descriptor[],
  wanted: string,
  level = 0,
): Promise<Descriptor> => {
  if (level > mostIndexes) throw refused(dir, 'its indexes nest too deep');
  const fit = manifests.filter(({ platform }) => platform === undefined || platform.architecture === wanted);
  const [first, ...more] = fit;
  if (first === undefined) {
    const known = manifests.map(({ platform }) => `${platform?.os}/${platform?.architecture}`);
    throw refused(dir, `it has no image for linux/${wanted}; it has ${known.join(', ') || 'none'}`);
  }
  if (more.length > 0 && level === 0) throw refused(dir, 'it has more than one image; say which by ref');
  if (!/index|manifest\.list/.test(first.mediaType)) return first;
  const inner = parsed(dir, indexSchema, await readBlob(dir, first));
  return choose(dir, inner.manifests, wanted, level + 1);
};

export interface LayoutChoice {
  readonly ref: string | undefined;
  readonly architecture: string;
}

/** Lays the layers of an OCI image layout's image, each of which must be what its digest says. */
export const unpackLayout = async (dir: string, choice: LayoutChoice, target: Target): Promise<ImageFile> => {
  const { manifests } = parsed(dir, indexSchema, await readJson(dir, 'index.json'));
  const chosen = await choose(dir, named(dir, manifests, choice.ref), choice.architecture);
  const manifest = parsed(dir, manifestSchema, await readBlob(dir, chosen));
  const image = parsed(dir, imageFileSchema, await readBlob(dir, manifest.config));
  checkArchitecture(dir, image, choice.architecture);
  for (const layer of manifest.layers) {
    if (!/tar(\+gzip|\+zstd|\.gzip)?$/.test(layer.mediaType)) {
      throw refused(dir, `a layer is ${layer.mediaType}, which is not known`);
    }
    const opened = await openCompressed(await pathInside(dir, blob(layer.digest)));
    await applyLayer(target, opened.bytes);
    if (opened.digests().file !== layer.digest)
      throw refused(dir, `${blob(layer.digest)} is not what its digest says`);
  }
  return image;
};

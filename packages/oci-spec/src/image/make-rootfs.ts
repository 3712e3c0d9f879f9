import { chmod, mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { badArgument, knownOptions, object, text } from '../arguments.ts';
import { isDirectory, temporaryBeside } from '../bundle/files.ts';
import type { ImageConfig } from '../image-config.ts';
import { hostArchitecture } from './architecture.ts';
import { openCompressed } from './decompress.ts';
import { unpackDockerArchive } from './docker-archive.ts';
import { applyLayer, finish, type Target } from './layer.ts';
import { budget } from './limits.ts';
import { type LayoutChoice, unpackLayout } from './oci-layout.ts';
import { refused } from './refuse.ts';
import type { RootfsSource, Unpacked, UnpackOptions } from './unpack.ts';

const emptyTarget = (root: string, where: string, options: UnpackOptions): Target => ({
  where,
  root,
  budget: budget(where, options),
  setuid: options.setuid ?? false,
  modes: new Map(),
  skipped: [],
  parents: new Map(),
});

const unpackTar = async (archive: string, target: Target): Promise<void> => {
  const { bytes } = await openCompressed(archive);
  await applyLayer(target, bytes);
};

/** The image's files as a directory: as they are, or unpacked for the time being. */
const asDirectory = async <T>(
  path: string,
  options: UnpackOptions,
  use: (dir: string) => Promise<T>,
): Promise<T> => {
  if ((await stat(path)).isDirectory()) return use(path);
  const dir = await mkdtemp(join(tmpdir(), 'caisson-image-'));
  try {
    await unpackTar(path, emptyTarget(dir, path, options));
    return await use(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
};

const lay = async (
  source: RootfsSource,
  target: Target,
  options: UnpackOptions,
): Promise<ImageConfig | undefined> => {
  if ('tar' in source) {
    await unpackTar(source.tar, target);
    return undefined;
  }
  const choice: LayoutChoice = { ref: source.ref, architecture: options.architecture ?? hostArchitecture() };
  const image =
    'ociLayout' in source
      ? await asDirectory(source.ociLayout, options, (dir) => unpackLayout(dir, choice, target))
      : await asDirectory(source.dockerArchive, options, (dir) => unpackDockerArchive(dir, choice, target));
  return image.config ?? {};
};

/** An error of the decompressor or the file system that the archive itself caused. */
const explained = (where: string, error: unknown): unknown => {
  const { code = '' } = error as NodeJS.ErrnoException;
  return /^(Z_|ERR_ZSTD|ZSTD_|ENAMETOOLONG|EINVAL|ELOOP|ENOTDIR)/.test(code)
    ? refused(where, `it cannot be unpacked: ${(error as Error).message}`, error)
    : error;
};

const sources = "a source such as { tar: '/a.tar' }, { ociLayout: '/a' } or { dockerArchive: '/a.tar' }";

/** The archive or directory that a source names. */
const placeOf = async (source: RootfsSource): Promise<string> => {
  const { tar, ociLayout, dockerArchive } = object('unpackRootfs', source, sources) as Partial<
    Readonly<Record<'tar' | 'ociLayout' | 'dockerArchive', string>>
  >;
  const where = text('unpackRootfs', tar ?? ociLayout ?? dockerArchive, sources);
  await stat(where).catch(({ message }: NodeJS.ErrnoException) => {
    throw badArgument('unpackRootfs', where, `an archive that can be read: ${message}`);
  });
  return where;
};

/** Behind `unpackRootfs`. */
export const makeRootfs = async (
  source: RootfsSource,
  dir: string,
  options: UnpackOptions,
): Promise<Unpacked> => {
  const where = await placeOf(source);
  knownOptions('unpackRootfs', options, ['architecture', 'setuid', 'maxBytes', 'maxEntries']);
  const rootfs = resolve(dir);
  if (await isDirectory(rootfs))
    throw badArgument('unpackRootfs', dir, 'a directory that does not exist yet');
  const made = temporaryBeside(rootfs);
  await mkdir(made, { mode: 0o700 });
  try {
    const target = emptyTarget(made, where, options);
    const config = await lay(source, target, options);
    await finish(target);
    await chmod(made, 0o755);
    await rename(made, rootfs);
    return { config, skipped: target.skipped };
  } catch (error) {
    await rm(made, { recursive: true, force: true });
    throw explained(where, error);
  }
};

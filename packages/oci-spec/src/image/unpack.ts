import type { ImageConfig } from '../image-config.ts';
import type { UnpackLimits } from './limits.ts';

/** Where a root filesystem comes from; archives may be compressed by gzip or zstd. */
export type RootfsSource =
  /** A tar archive of the root filesystem itself. */
  | { readonly tar: string }
  /** An OCI image layout, as a directory or as a tar archive. */
  | { readonly ociLayout: string; readonly ref?: string | undefined }
  /** What `docker save` or `podman save` wrote. */
  | { readonly dockerArchive: string; readonly ref?: string | undefined };

export interface UnpackOptions extends UnpackLimits {
  /** As images name it: `amd64`, `arm64`. Default: this process's. */
  readonly architecture?: string | undefined;
  /** Keeps set-user-id and set-group-id bits. Default: false: other users of the host could run such files. */
  readonly setuid?: boolean | undefined;
}

export interface Unpacked {
  /** What the image says of its containers, for `imageConfig`. */
  readonly config: ImageConfig | undefined;
  /** What was left out, as `path: why`: device nodes and FIFOs. */
  readonly skipped: readonly string[];
}

/**
 * Makes a root filesystem in `dir`, which must not exist yet, whole or not at all. Nothing in an archive can reach
 * outside `dir`: names that climb are refused, links are followed as the container would follow them, device nodes
 * are left out, and what it may unpack to is bounded. Owners are kept where the caller is root.
 * @throws `ERR_INVALID_OPTION` for arguments that will not do, such as an archive that is not there.
 * @throws `ERR_INVALID_SPEC` for an archive or image that is broken, too large, or for another architecture.
 */
export const unpackRootfs = async (
  source: RootfsSource,
  dir: string,
  options: UnpackOptions = {},
): Promise<Unpacked> => {
  // When it is needed: most programs that use this package unpack no image.
  const { makeRootfs } = await import('./make-rootfs.ts');
  return makeRootfs(source, dir, options);
};

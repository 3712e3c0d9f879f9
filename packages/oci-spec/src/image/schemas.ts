import * as v from 'valibot';
import { refused } from './refuse.ts';

const digest = v.pipe(v.string(), v.regex(/^sha256:[0-9a-f]{64}$/));
const words = v.nullish(v.array(v.string()));
const optionalText = v.optional(v.string());

export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  readonly platform?: { readonly architecture: string; readonly os: string } | undefined;
}

const descriptor: v.GenericSchema<unknown, Descriptor> = v.object({
  mediaType: v.string(),
  digest,
  annotations: v.optional(v.record(v.string(), v.string())),
  platform: v.optional(v.object({ architecture: v.string(), os: v.string() })),
});

export const indexSchema: v.GenericSchema<unknown, { readonly manifests: readonly Descriptor[] }> = v.object({
  manifests: v.array(descriptor),
});

export interface Manifest {
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

export const manifestSchema: v.GenericSchema<unknown, Manifest> = v.object({
  config: descriptor,
  layers: v.array(descriptor),
});

export interface ImageFile {
  readonly architecture: string;
  readonly os: string;
  readonly config?:
    | {
        readonly User?: string | undefined;
        readonly Env?: readonly string[] | null | undefined;
        readonly Entrypoint?: readonly string[] | null | undefined;
        readonly Cmd?: readonly string[] | null | undefined;
        readonly WorkingDir?: string | undefined;
        readonly StopSignal?: string | undefined;
      }
    | undefined;
  readonly rootfs: { readonly diff_ids: readonly string[] };
}

export const imageFileSchema: v.GenericSchema<unknown, ImageFile> = v.object({
  architecture: v.string(),
  os: v.string(),
  config: v.optional(
    v.object({
      User: optionalText,
      Env: words,
      Entrypoint: words,
      Cmd: words,
      WorkingDir: optionalText,
      StopSignal: optionalText,
    }),
  ),
  rootfs: v.object({ diff_ids: v.array(digest) }),
});

export interface DockerManifest {
  readonly Config: string;
  readonly RepoTags?: readonly string[] | null | undefined;
  readonly Layers: readonly string[];
}

export const dockerManifestSchema: v.GenericSchema<unknown, readonly DockerManifest[]> = v.array(
  v.object({ Config: v.string(), RepoTags: words, Layers: v.array(v.string()) }),
);

/** @throws `ERR_INVALID_SPEC` where a file of an image is not what it should be. */
export const parsed = <T>(where: string, schema: v.GenericSchema<unknown, T>, value: unknown): T => {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw refused(where, `${v.getDotPath(issue) ?? 'it'}: ${issue.message}`);
};

import type {
  CheckpointPlugin,
  ImageDifference,
  ImageJudgement,
  ImageManifest,
  Runtime,
  Spec,
} from '@caisson/core';
import { isRuntimeError } from '@caisson/errors';
import { compareHosts } from './compare-hosts.ts';
import { compareRuntimes } from './compare-runtimes.ts';
import { compareSpecs } from './compare-specs.ts';
import { describeHost, type Host } from './host.ts';
import { checkIntegrity } from './integrity.ts';
import { readManifest } from './manifest.ts';

export interface JudgeOptions {
  /** What is to restore it. Default: it is not compared. */
  readonly runtime?: Pick<Runtime, 'name' | 'version'> | undefined;
  /** The spec of the container to be. Default: it is not compared. */
  readonly spec?: Spec | undefined;
  /** Those that know devices: each judges its own part. */
  readonly plugins?: readonly CheckpointPlugin[] | undefined;
  /** Reads every file and compares its checksum. Default: true. */
  readonly checksums?: boolean | undefined;
  /** The host to restore on. Default: this one. */
  readonly host?: Host | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Judges whether an image can be restored here, and starts nothing. What cannot be read is a fatal difference, not
 * an error.
 */
export const judge = async (imagePath: string, options: JudgeOptions = {}): Promise<ImageJudgement> => {
  const { runtime, spec, plugins = [], checksums = true, host = describeHost(), signal } = options;
  let manifest: ImageManifest | undefined;
  try {
    manifest = readManifest(imagePath);
  } catch (error) {
    if (!isRuntimeError(error, 'ERR_IMAGE_INCOMPATIBLE')) throw error;
    return judged(undefined, [
      { what: 'manifest', severity: 'fatal', message: error.reason ?? error.message },
    ]);
  }
  const integrity = await checkIntegrity(imagePath, manifest, { checksums, signal });
  if (!manifest) return judged(undefined, integrity);
  const own = await Promise.all(plugins.map((plugin) => plugin.judge?.(manifest.plugins[plugin.name]) ?? []));
  return judged(manifest, [
    ...integrity,
    ...(manifest.preDump ? [preDumped] : []),
    ...(runtime ? compareRuntimes(manifest, runtime) : []),
    ...compareHosts(manifest, host),
    ...(spec ? compareSpecs(manifest, spec) : []),
    ...own.flat(),
    ...unattended(manifest, plugins),
  ]);
};

const judged = (
  manifest: ImageManifest | undefined,
  differences: readonly ImageDifference[],
): ImageJudgement => ({
  restores: differences.every(({ severity }) => severity !== 'fatal'),
  ...(manifest ? { manifest } : {}),
  differences,
});

const preDumped: ImageDifference = {
  what: 'preDump',
  severity: 'fatal',
  message: 'it holds memory alone; restore the checkpoint that was made with it as parentPath',
};

/** Devices that a plug-in has suspended need it on the way back. */
const unattended = (
  { plugins: recorded }: ImageManifest,
  plugins: readonly CheckpointPlugin[],
): readonly ImageDifference[] =>
  Object.keys(recorded)
    .filter((name) => !plugins.some((plugin) => plugin.name === name))
    .map((name) => ({
      what: `plugins.${name}`,
      severity: 'risky',
      image: name,
      message: `the plug-in ${name} took part in the checkpoint and is not among the plugins given here; add it`,
    }));

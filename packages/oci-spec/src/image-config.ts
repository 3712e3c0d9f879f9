import { badArgument, knownOptions } from './arguments.ts';
import { type Change, compose } from './change.ts';
import { annotations } from './changes/annotations.ts';
import { env } from './changes/env.ts';
import { args, cwd } from './changes/process.ts';
import { userFromRootfs } from './rootfs/accounts.ts';

/** What an OCI or Docker image says of its containers (image-spec `config`). */
export interface ImageConfig {
  readonly User?: string | undefined;
  readonly Env?: readonly string[] | null | undefined;
  readonly Entrypoint?: readonly string[] | null | undefined;
  readonly Cmd?: readonly string[] | null | undefined;
  readonly WorkingDir?: string | undefined;
  readonly StopSignal?: string | undefined;
}

export interface ImageConfigOptions {
  /** In place of the image's `Cmd`, after its `Entrypoint`. */
  readonly args?: readonly string[] | undefined;
}

const variables = (entries: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    entries.map((entry) => {
      const at = entry.indexOf('=');
      if (at < 1) throw badArgument('imageConfig Env', entry, 'NAME=value');
      return [entry.slice(0, at), entry.slice(at + 1)];
    }),
  );

/**
 * What the image says: its command (or `args` after its entrypoint), variables, directory, and user, looked up in
 * `rootfs`. Its stop signal becomes the annotation `org.opencontainers.image.stopSignal`.
 */
export const imageConfig = async (
  rootfs: string,
  config: ImageConfig,
  options: ImageConfigOptions = {},
): Promise<Change> => {
  knownOptions('imageConfig', options, ['args']);
  const [program, ...rest] = [...(config.Entrypoint ?? []), ...(options.args ?? config.Cmd ?? [])];
  return compose(
    ...(program === undefined ? [] : [args(program, ...rest)]),
    env(variables(config.Env ?? [])),
    cwd(config.WorkingDir || '/'),
    ...(config.User ? [await userFromRootfs(rootfs, config.User)] : []),
    ...(config.StopSignal ? [annotations({ 'org.opencontainers.image.stopSignal': config.StopSignal })] : []),
  );
};

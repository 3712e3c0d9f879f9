import type { CheckpointArgs, RestoreArgs } from '@caisson/driver-kit';
import { InvalidOptionError, RuntimeError } from '@caisson/errors';
import type { RunscOptions } from './options.ts';

/** The sentry runs the program for each CUDA process, before it saves them and after it has restored them. */
export const cudaFlag = '--cuda-checkpoint-path';

const set = (flag: string, on: boolean | undefined): readonly string[] => (on ? [`${flag}=true`] : []);

const refuse = (verb: string, reason: string): RuntimeError =>
  new RuntimeError('ERR_NOT_SUPPORTED', `runsc cannot ${verb}: ${reason}`, {
    runtime: 'runsc',
    verb,
    reason,
  });

/** What direct reading and loading in the background need of an image. */
export const checkImageOptions = ({ compression, direct, background }: RunscOptions): void => {
  if (!(direct || background) || compression === 'none') return;
  const asked = direct ? 'direct' : 'background';
  throw new InvalidOptionError(
    `runsc: ${asked} needs images that are not compressed: give compression: 'none'`,
  );
};

const unknown = (verb: 'checkpoint' | 'restore', option: keyof RunscOptions, flag: string): RuntimeError =>
  refuse(verb, `this runsc has no ${flag} of ${verb}; give no ${option}, or a newer one`);

const checkExternal = (verb: string, { external }: Pick<CheckpointArgs, 'external'>): void => {
  if (external.length > 0) throw refuse(verb, 'external is for CRIU; the spec names its mounts: give none');
};

/** @throws `ERR_NOT_SUPPORTED` for what gVisor's images cannot do */
export const checkpointArgs = (
  id: string,
  o: CheckpointArgs,
  { compression, direct }: RunscOptions,
  hasGpu: boolean,
): readonly string[] => {
  if (o.preDump || o.parentPath !== undefined)
    throw refuse('checkpoint', 'gVisor writes whole images alone; give neither preDump nor parentPath');
  checkExternal('checkpoint', o);
  if (compression !== undefined && !o.has('--compression'))
    throw unknown('checkpoint', 'compression', '--compression');
  if (direct && !o.has('--direct')) throw unknown('checkpoint', 'direct', '--direct');
  return [
    'checkpoint',
    `--image-path=${o.imagePath}`,
    ...set('--leave-running', o.leaveRunning),
    ...(compression === undefined ? [] : [`--compression=${compression}`]),
    ...set('--direct', direct),
    ...(hasGpu && o.cudaProgram !== undefined && o.has(cudaFlag) ? [`${cudaFlag}=${o.cudaProgram}`] : []),
    id,
  ];
};

export const restoreArgs = (
  id: string,
  o: RestoreArgs,
  { direct, background }: RunscOptions,
): readonly string[] => {
  if (o.tcpClose) {
    const reason = 'it keeps connections within the sandbox and closes those to outside; give no tcpClose';
    throw refuse('restore', reason);
  }
  checkExternal('restore', o);
  if (direct && !o.has('--direct')) throw unknown('restore', 'direct', '--direct');
  if (background && !o.has('--background')) throw unknown('restore', 'background', '--background');
  return [
    'restore',
    ...(o.consoleSocket === undefined ? [] : [`--console-socket=${o.consoleSocket}`]),
    ...set('--detach', o.detach),
    ...set('--direct', direct),
    ...set('--background', background),
    `--image-path=${o.imagePath}`,
    `--bundle=${o.bundle}`,
    `--pid-file=${o.pidFile}`,
    id,
  ];
};

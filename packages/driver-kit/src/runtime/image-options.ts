import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { CheckpointOptions, RestoreOptions } from '@caisson/core';
import { InvalidOptionError } from '@caisson/errors';
import type { EngineCheckpoint } from '../engine.ts';
import { type Scratch, scratch } from '../program/scratch.ts';
import { removeYards, yardsIn } from './yards.ts';

type Options = Pick<
  CheckpointOptions & RestoreOptions,
  'imagePath' | 'tcpEstablished' | 'fileLocks' | 'external' | 'plugins'
>;

type ImageParts = Pick<
  EngineCheckpoint,
  'imagePath' | 'tcpEstablished' | 'fileLocks' | 'external' | 'toolTimeoutMs' | 'cudaProgram'
>;

/** What a checkpoint and a restore tell their engine alike. */
export const imageParts = (of: string, options: Options): ImageParts => {
  const { imagePath, tcpEstablished = false, fileLocks = false, external = [], plugins = [] } = options;
  if (imagePath === undefined) {
    throw new InvalidOptionError(`${of}: imagePath is missing; give the directory of the image`);
  }
  const times = plugins.flatMap(({ toolTimeoutMs }) => (toolTimeoutMs === undefined ? [] : [toolTimeoutMs]));
  const cudaProgram = plugins.find((plugin) => plugin.cudaProgram !== undefined)?.cudaProgram;
  return {
    imagePath: resolve(imagePath),
    tcpEstablished,
    fileLocks,
    external,
    ...(times.length === 0 ? {} : { toolTimeoutMs: Math.max(...times) }),
    ...(cudaProgram === undefined ? {} : { cudaProgram }),
  };
};

/** What CRIU writes its log to. */
const logs = ['dump.log', 'restore.log'] as const;

/** With those above it. Node's own recursive mkdir never returns where a file system says ENOENT, as /proc does. */
const makePrivately = (dir: string): void => {
  if (existsSync(dir)) return;
  makePrivately(dirname(dir));
  try {
    mkdirSync(dir, { mode: 0o700 });
  } catch (error) {
    // Another program may have been quicker.
    if (!existsSync(dir)) throw error;
  }
};

/** The caller's own directory, or one that is gone when it is disposed; what CRIU left mounted in it goes first. */
export const workOf = (of: string, workPath: string | undefined): Pick<Scratch, 'dir'> & Disposable => {
  const place = workPath === undefined ? scratch() : ownWork(of, resolve(workPath));
  const before = yardsIn(place.dir);
  return {
    dir: place.dir,
    [Symbol.dispose]: () => {
      const left = yardsIn(place.dir).filter((name) => !before.includes(name));
      removeYards(place.dir, left);
      place[Symbol.dispose]();
    },
  };
};

const ownWork = (of: string, dir: string): Pick<Scratch, 'dir'> & Disposable => {
  try {
    makePrivately(dir);
    if (!statSync(dir).isDirectory()) throw new Error('it is no directory');
    // Whoever opens a FIFO to write waits for a reader, and CRIU would for ever.
    const odd = logs.find((name) => statSync(join(dir, name), { throwIfNoEntry: false })?.isFile() === false);
    if (odd) throw new Error(`${odd} in it is no regular file, and the log is to be written there`);
  } catch (cause) {
    throw new InvalidOptionError(`${of}: workPath: ${dir}: ${(cause as Error).message}`);
  }
  return { dir, [Symbol.dispose]: () => {} };
};

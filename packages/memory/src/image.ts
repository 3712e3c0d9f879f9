import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RuntimeError } from '@caisson/errors';

/** A process as an image holds it. */
export interface ImageProcess {
  readonly args: readonly string[];
  readonly env: readonly string[];
  readonly cwd: string;
  readonly state: Record<string, unknown>;
}

interface Image {
  readonly format: 'caisson-memory-1';
  /** Init, and then what it forked. */
  readonly processes: readonly [ImageProcess, ...ImageProcess[]];
}

const fileIn = (imagePath: string): string => join(imagePath, 'caisson-memory.json');

/** Makes the directory where it is missing. */
export const writeImage = (imagePath: string, processes: Image['processes']): void => {
  mkdirSync(imagePath, { recursive: true });
  const image: Image = { format: 'caisson-memory-1', processes };
  writeFileSync(fileIn(imagePath), `${JSON.stringify(image, undefined, 2)}\n`);
};

/** @throws `ERR_IMAGE_INCOMPATIBLE` where there is no image of this runtime's. */
export const readImage = (id: string, imagePath: string): Image['processes'] => {
  const refuse = (reason: string, cause?: unknown): RuntimeError =>
    new RuntimeError('ERR_IMAGE_INCOMPATIBLE', `memory restore ${id}: ${reason}`, {
      runtime: 'memory',
      verb: 'restore',
      id,
      reason,
      cause,
    });
  const file = fileIn(imagePath);
  let image: Partial<Image> | null;
  try {
    image = JSON.parse(readFileSync(file, 'utf8')) as Partial<Image> | null;
  } catch (cause) {
    throw refuse(`${file}: ${(cause as Error).message}`, cause);
  }
  if (image?.format !== 'caisson-memory-1' || !image.processes?.length) {
    throw refuse(`${file} is no image of this runtime's`);
  }
  return image.processes;
};

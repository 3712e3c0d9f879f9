import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import prettyBytes from 'pretty-bytes';
import { type Progress, progress } from './progress.ts';

/** How often the image is looked at, in milliseconds. */
const lookMs = 200;
const width = 20;

/** How much of an image is written, as a bar where about how much it will be is known. */
export const written = (text: string, imagePath: string, about: number | undefined): Progress => {
  const shown = progress(text);
  const look = (): void => shown.tell(`${text} ${barOf(bytesOf(imagePath), about)}`);
  const timer = process.stderr.isTTY ? setInterval(look, lookMs).unref() : undefined;
  const stop = (): void => {
    clearInterval(timer);
    shown.stop();
  };
  return { ...shown, stop, [Symbol.dispose]: stop };
};

/** An image grows beside its place, under its name with a dot before it. */
const bytesOf = (imagePath: string): number => {
  const parent = dirname(imagePath);
  try {
    return readdirSync(parent)
      .filter((name) => name.startsWith(`.${basename(imagePath)}.part-`))
      .flatMap((name) => readdirSync(join(parent, name)).map((file) => join(parent, name, file)))
      .reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0);
  } catch {
    return 0; // It has its name now.
  }
};

export const barOf = (bytes: number, about: number | undefined): string => {
  const amount = prettyBytes(bytes, { binary: true });
  if (about === undefined || about === 0) return amount;
  const full = Math.min(width, Math.floor((bytes / about) * width));
  return `[${'#'.repeat(full)}${'.'.repeat(width - full)}] ${amount}`;
};

import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cache } from './root.mjs';

const file = join(cache, 'setup.json');

const read = async () => {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return {};
  }
};

/** One hash of files' paths and contents; a missing file counts as one that is there and empty. */
export const hashOf = async (paths) => {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  for (const path of [...paths].sort()) {
    const content = await readFile(path).catch(() => '');
    hash.update(`\0${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
};

export const isDone = async (step, hash) => (await read())[step] === hash;

export const markDone = async (step, hash) => {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify({ ...(await read()), [step]: hash }, null, 2)}\n`);
};

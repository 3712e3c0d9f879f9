import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Spec } from '@caisson/core';
import { RuntimeError } from '@caisson/errors';
import { mostBytes, specFromJson } from './parse.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no config.json',
  ENOTDIR: 'the bundle is not a directory',
};

const invalid = (dir: string, reason: string, cause?: unknown): RuntimeError =>
  new RuntimeError('ERR_INVALID_SPEC', `${dir}: ${reason}`, { reason, cause });

/**
 * Reads a bundle's spec.
 * @throws `ERR_INVALID_SPEC` where config.json is missing or not a spec; `ERR_PERMISSION` where it cannot be read.
 */
export const readBundle = async (dir: string): Promise<Spec> => {
  const config = join(dir, 'config.json');
  try {
    // Looked at first: reading a FIFO would wait, and a file of gigabytes would fill memory before it is refused.
    const found = await stat(config);
    if (!found.isFile()) throw invalid(dir, 'config.json is not a file');
    if (found.size > mostBytes) throw invalid(dir, `config.json is larger than ${mostBytes >> 20} MiB`);
    return specFromJson(await readFile(config, 'utf8'), config);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'EACCES' || code === 'EPERM') {
      throw new RuntimeError('ERR_PERMISSION', `${config}: it cannot be read`, { cause: error });
    }
    const reason = reasons[code];
    if (reason === undefined) throw error;
    throw invalid(dir, reason, error);
  }
};

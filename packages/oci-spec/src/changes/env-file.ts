import { readFile } from 'node:fs/promises';
import { badArgument } from '../arguments.ts';
import type { Change } from '../change.ts';
import { env } from './env.ts';

/**
 * The variables of a file, as Docker's `--env-file` reads it: a `NAME=value` a line, the value as it stands, without
 * quotes or expansion; a name alone takes this process's own value, if it has one; `#` begins a comment line.
 * @throws `ERR_INVALID_OPTION` for a line without a name.
 */
export const envFile = async (path: string): Promise<Change> => {
  const found: Record<string, string> = {};
  const content = (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
  for (const [at, line] of content.split(/\r?\n/).entries()) {
    const entry = line.trimStart();
    if (entry === '' || entry.startsWith('#')) continue;
    const [, name = '', value] = /^([^=]*)(?:=(.*))?$/.exec(entry) ?? [];
    if (name === '' || /\s/.test(name)) throw badArgument(`envFile ${path}:${at + 1}`, entry, 'NAME=value');
    const own = value ?? process.env[name];
    if (own !== undefined)
      Object.defineProperty(found, name, { value: own, enumerable: true, configurable: true });
  }
  return env(found);
};

import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { capital, faultInCommand, faultInPackage, faultInRuntime, identifierOf } from './names.ts';
import { withRanges } from './ranges.ts';

/** What is to be made. */
export interface DriverAnswers {
  /** Made where it is missing; it must be empty. */
  readonly directory: string;
  /** What the runtime is called: small letters, digits and `-`. */
  readonly runtime: string;
  /** Default: `caisson-` and the runtime. */
  readonly packageName?: string | undefined;
  /** Its program in PATH. Default: the runtime's name. */
  readonly command?: string | undefined;
}

const template = fileURLToPath(new URL('../template', import.meta.url));

/** Files that have another name in the template: npm heeds them in a package, and leaves the first out of it. */
const real = new Map([
  ['_gitignore', '.gitignore'],
  ['_package.json', 'package.json'],
]);

/**
 * Writes a driver's package.
 * @returns its files, relative to the directory
 * @throws where a name is none, or the directory holds anything
 */
export const createDriver = async (answers: DriverAnswers): Promise<readonly string[]> => {
  const { directory, runtime, packageName = `caisson-${runtime}`, command = runtime } = answers;
  for (const [what, fault] of [
    ['runtime', faultInRuntime(runtime)],
    ['package', faultInPackage(packageName)],
    ['command', faultInCommand(command)],
  ]) {
    if (fault !== undefined) throw new TypeError(`The ${what}'s name: give ${fault}.`);
  }
  await mustBeEmpty(directory);
  const identifier = identifierOf(runtime);
  // The longer come first: each holds the last.
  const words: readonly (readonly [string, string])[] = [
    ['@acme/package', packageName],
    ['acme-runtime', runtime],
    ['acme-command', command],
    ['Acme', capital(identifier)],
    ['acme', identifier],
  ];
  const put = (text: string): string => words.reduce((done, [from, to]) => done.replaceAll(from, to), text);
  const written: string[] = [];
  for (const file of await filesOf(template)) {
    const name = real.get(file) ?? put(file);
    const text = put(await readFile(join(template, file), 'utf8'));
    await mkdir(dirname(join(directory, name)), { recursive: true });
    await writeFile(join(directory, name), name === 'package.json' ? await withRanges(text) : text);
    written.push(name);
  }
  return written;
};

/** @throws where there is something in it */
const mustBeEmpty = async (directory: string): Promise<void> => {
  const there = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  if (there.length > 0)
    throw new Error(`${directory} is not empty (${there.slice(0, 3).join(', ')}): give another.`);
};

const filesOf = async (directory: string): Promise<readonly string[]> => {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(directory.length + 1))
    .filter((file) => !/(^|[\\/])(node_modules|dist)[\\/]/.test(file))
    .sort();
};

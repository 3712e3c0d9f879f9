import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { trackedFiles } from '../tree/tracked.mjs';
import { exempt, unwanted } from './words.mjs';

const mostLines = 250;
const source = /^packages\/[^/]+\/src\/.*\.ts$/;
const binary = '\0';

const wordProblems = (path, lines) =>
  lines.flatMap((line, at) =>
    unwanted
      .filter(({ pattern }) => pattern.test(line))
      .map(({ pattern, because }) => `${path}:${at + 1}: “${pattern.exec(line)?.[0]}”: ${because}.`),
  );

const lengthProblems = (path, lines) =>
  source.test(path) && lines.length > mostLines
    ? [`${path} has ${lines.length} lines, more than ${mostLines}: a file is one idea.`]
    : [];

const problemsIn = async (root, path) => {
  const text = await readFile(join(root, path), 'utf8');
  if (text.includes(binary)) return [];
  const lines = text.replace(/\n$/, '').split('\n');
  return [...wordProblems(path, lines), ...lengthProblems(path, lines)];
};

export const houseWords = {
  name: 'words',
  about: 'no word that does not belong here, and no source longer than one idea',
  run: async (root) => {
    const paths = (await trackedFiles(root)).filter((path) => !exempt.test(path));
    return { problems: (await Promise.all(paths.map((path) => problemsIn(root, path)))).flat() };
  },
};

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const page = 'docs/driver-guide.md';
const kit = 'packages/conformance/dist/index.js';

/** A row of the guide's table of duties: which, and the test in its last column. */
const row = /^\| (?:MUST|SHOULD) \|(?<duty>.*)\|(?<shown>[^|]*)\|\s*$/;
const quoted = /(?<ticks>`+) ?(?<name>.+?) ?\k<ticks>(?!`)/g;

const rowsIn = (text) =>
  text.split('\n').flatMap((line, at) => {
    const { duty, shown } = row.exec(line)?.groups ?? {};
    if (duty === undefined || shown === undefined) return [];
    return [{ at: at + 1, names: [...shown.matchAll(quoted)].map(({ groups }) => groups?.['name'] ?? '') }];
  });

export const guide = {
  name: 'guide',
  about:
    "each duty in the driver guide names tests that the kit has, and each of the kit's topics has a duty",
  run: async (root) => {
    if (!existsSync(join(root, page))) return { problems: [`${page} is missing.`] };
    const { conformanceTests } = await import(pathToFileURL(join(root, kit)).href);
    const tests = new Set(conformanceTests.map(({ topic, sentence }) => `${topic}: ${sentence}`));
    const rows = rowsIn(await readFile(join(root, page), 'utf8'));
    const named = rows.flatMap(({ names }) => names);
    const topics = new Set(conformanceTests.map(({ topic }) => topic));
    const problems = [
      ...rows.filter(({ names }) => names.length === 0).map(({ at }) => `${page}:${at} names no test.`),
      ...rows.flatMap(({ at, names }) =>
        names
          .filter((name) => !tests.has(name))
          .map((name) => `${page}:${at}: the kit has no test “${name}”.`),
      ),
      ...[...topics]
        .filter((topic) => !named.some((name) => name.startsWith(`${topic}: `)))
        .map((topic) => `${page}: no duty names a test of the kit's topic “${topic}”.`),
    ];
    return { problems };
  },
};

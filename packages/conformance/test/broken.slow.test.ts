import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { broken } from './broken/all.ts';
import { examine } from './broken/examine.ts';

const caughtBy: Readonly<Record<string, readonly string[]>> = JSON.parse(
  readFileSync(new URL('broken/caught-by.json', import.meta.url), 'utf8'),
);

it('each broken runtime is caught by the tests that should, and passes all others', async () => {
  const queue = [...broken];
  const found: Record<string, readonly string[]> = {};
  const work = async (): Promise<void> => {
    for (let each = queue.shift(); each; each = queue.shift())
      found[each.it] = (await examine(each, { patienceMs: 15_000 })).caughtBy;
  };
  await Promise.all(Array.from({ length: 6 }, work));
  const table = broken.map(
    (each) => `${each.it}\n${(found[each.it] ?? []).map((name) => `    ${name}`).join('\n')}`,
  );
  process.stdout.write(`${table.join('\n')}\n`);
  expect(found).toEqual(caughtBy);
}, 600_000);

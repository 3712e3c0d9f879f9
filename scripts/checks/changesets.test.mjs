import { expect, it } from 'vitest';
import { manifest, withTree } from '../tree/fixture.mjs';
import { changesets } from './changesets.mjs';

const findings = (changeset, version = '0.0.0') =>
  withTree(
    {
      'packages/a/package.json': manifest('a', { version }),
      'packages/b/package.json': manifest('b', { private: true }),
      ...(changeset === undefined ? {} : { '.changeset/one.md': changeset }),
    },
    async (root) => (await changesets.run(root)).problems,
  );

it('finds nothing where every unpublished package is named', async () => {
  expect(await findings('---\n"@caisson/a": minor\n---\n\nThe first of it.\n')).toEqual([]);
});

it('asks for nothing where everything was published and nothing changed', async () => {
  expect(await findings(undefined, '1.0.0')).toEqual([]);
});

it.each([
  ['a package that was never published and is in none', undefined, 'no changeset names it'],
  [
    'a package that does not exist',
    '---\n"@caisson/a": minor\n"@caisson/z": minor\n---\nText.\n',
    'does not exist',
  ],
  ['a private package', '---\n"@caisson/a": minor\n"@caisson/b": minor\n---\nText.\n', 'does not exist'],
  ['an unknown kind of change', '---\n"@caisson/a": huge\n---\nText.\n', 'is not'],
  ['no words', '---\n"@caisson/a": minor\n---\n', 'does not say'],
  ['no front matter', 'Text.\n', 'front matter'],
])('fails on %s', async (_, changeset, words) => {
  expect((await findings(changeset)).join()).toContain(words);
});

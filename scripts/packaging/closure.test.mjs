import { expect, it } from 'vitest';
import { blocksIn } from '../samples/blocks.mjs';
import { closure, installedBy } from './closure.mjs';

const member = (name, dependencies = {}) => ({
  name,
  path: '',
  manifest: { name: `@caisson/${name}`, dependencies },
});
const members = [
  member('core'),
  member('errors', { '@caisson/core': '^1.0.0', execa: '^10.0.0' }),
  member('runc', { '@caisson/errors': '^1.0.0' }),
  member('cli'),
];

it('is a package and all that it depends on, ours alone', () => {
  expect(closure(['@caisson/runc'], members).map(({ name }) => name)).toEqual(['runc', 'errors', 'core']);
});

it('takes what a README says to install', () => {
  const readme =
    '```sh\nnpm install @caisson/runc @caisson/oci-spec chokidar\n```\n```sh\nnpm install -g @caisson/cli\n```\n```sh\nnpm install --save-dev vitest\n```\n';
  expect(installedBy(blocksIn('README.md', readme))).toEqual({
    ours: ['@caisson/runc', '@caisson/oci-spec'],
    others: ['chokidar', 'vitest'],
  });
});

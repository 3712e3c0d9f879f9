import { problemsOf } from './outcome.mjs';

export const unused = {
  name: 'unused',
  about: 'knip: files, exports and dependencies that nothing uses',
  run: async (root) => ({
    problems: await problemsOf(root, 'knip', ['--no-progress', '--no-config-hints']),
  }),
};

import { problemsOf } from './outcome.mjs';

export const lint = {
  name: 'lint',
  about: 'biome: format and lint rules, warnings included',
  run: async (root) => ({
    problems: await problemsOf(root, 'biome', ['check', '--error-on-warnings', '--max-diagnostics=50', '.']),
  }),
};

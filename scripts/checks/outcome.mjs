import { run } from '../process/run.mjs';
import { environment, tool } from '../setup/root.mjs';

const limitMs = 3 * 60_000;

/**
 * What one of the workspace's tools says of a tree: nothing where it exits 0, its words otherwise.
 * @param {string} root @param {string} name @param {readonly string[]} args
 * @returns {Promise<readonly string[]>}
 */
export const problemsOf = async (root, name, args) => {
  const { ok, how, output } = await run(tool(name), args, {
    cwd: root,
    env: environment({ NO_COLOR: '1', FORCE_COLOR: undefined }),
    limitMs,
  });
  return ok ? [] : [`${[name, ...args].join(' ')}: ${how}\n${output}`];
};

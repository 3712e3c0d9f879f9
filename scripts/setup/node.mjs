import { existsSync } from 'node:fs';
import { run } from '../process/run.mjs';
import { find } from './host.mjs';
import { tool } from './root.mjs';
import { SetUpError } from './say.mjs';
import { isAtLeast, versionIn } from './versions.mjs';

/** The oldest Node that the packages support. */
export const oldestNode = '22.22';

/** Sees to it that `node` is a current one where the workspace's tools come first in PATH. */
export const checkNode = async () => {
  const packaged = tool('node');
  const node = existsSync(packaged) ? packaged : (find('node') ?? process.execPath);
  const { ok, how, output } = await run(node, ['--version'], { limitMs: 20_000 });
  const version = versionIn(output);
  if (!ok || version === undefined) {
    throw new SetUpError(`${node} does not run here (${how}). It needs Linux with glibc.`, output);
  }
  if (!isAtLeast(version, oldestNode)) {
    throw new SetUpError(
      `Node ${oldestNode} or later is needed; ${node} is ${version}. Install a current Node.`,
    );
  }
};

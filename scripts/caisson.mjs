// The command caisson of this tree, in this very process, so that signals and terminals are its own.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './setup/root.mjs';

const command = join(root, 'packages', 'cli', 'dist', 'bin.js');

if (existsSync(command)) {
  await import(pathToFileURL(command).href);
} else {
  console.error('caisson: this tree is not set up yet; run npm run setup');
  process.exitCode = 125;
}

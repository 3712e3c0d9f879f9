import './setup/old-node.mjs';
import { main } from './setup/say.mjs';
import { setUpAndRun } from './setup/then.mjs';

const program = ['bench/main.ts', ...process.argv.slice(2)];

await main(async () => ((await setUpAndRun('bench', program, 60 * 60_000)) ? 0 : 1));

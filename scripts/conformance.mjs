import './setup/old-node.mjs';
import { main } from './setup/say.mjs';
import { setUpAndRun } from './setup/then.mjs';

const program = ['scripts/conformance/main.mjs', ...process.argv.slice(2)];

await main(async () => ((await setUpAndRun('test', program, 60 * 60_000)) ? 0 : 1));

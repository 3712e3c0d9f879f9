import './setup/old-node.mjs';
import { main } from './setup/say.mjs';
import { setUpAndRun } from './setup/then.mjs';

await main(async () => {
  if (!(await setUpAndRun('demo', ['examples/three-ends/main.ts'], 2 * 60_000))) return 1;
  console.log('\nYour own: npm run -s caisson -- run --memory 64MiB -- sh -c "echo hello; exit 3"');
  return 0;
});

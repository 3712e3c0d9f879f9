import './setup/old-node.mjs';
import { existsSync } from 'node:fs';
import { main } from './setup/say.mjs';
import { setUpAndRun } from './setup/then.mjs';

await main(async () => {
  if (!existsSync('/proc/driver/nvidia/version')) {
    console.error('This needs a host with an NVIDIA GPU: there is no /proc/driver/nvidia/version.');
    return 1;
  }
  return (await setUpAndRun('test', ['examples/gpu-checkpoint/main.ts'], 10 * 60_000)) ? 0 : 1;
});

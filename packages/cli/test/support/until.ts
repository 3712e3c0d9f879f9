import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for what another process does: asks again until it is so, at most half a minute. */
export const until = async (ask: () => boolean | Promise<boolean>): Promise<void> => {
  for (let waited = 0; waited < 30_000; waited += 10) {
    if (await ask()) return;
    await sleep(10);
  }
  throw new Error(`It did not come: ${ask}`);
};

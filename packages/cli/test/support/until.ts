import { setTimeout as sleep } from 'node:timers/promises';
import { limit } from '../../../runc/test/support/emulated.ts';

/** Waits for what another process does: asks again until it is so, for some twenty seconds; ten times that in the lab. */
export const until = async (ask: () => boolean | Promise<boolean>): Promise<void> => {
  const deadline = performance.now() + limit(20_000);
  do {
    if (await ask()) return;
    await sleep(20);
  } while (performance.now() < deadline);
  throw new Error(`It did not come: ${ask}`);
};

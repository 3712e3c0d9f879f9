import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for what another process does: asks again until there is an answer, at most half a minute or `patienceMs`. */
export const until = async <T>(
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  patienceMs = 30_000,
): Promise<T> => {
  for (let waited = 0; waited < patienceMs; waited += 5) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    await sleep(5);
  }
  throw new Error(`It did not come: ${ask}`);
};

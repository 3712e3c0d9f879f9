import type { Launched } from '../program/launch.ts';
import type { KillCounter } from './kills.ts';
import { whenGone } from './when-gone.ts';

/** How often a look is taken whether init has ended, in milliseconds; so much later its end may be told. */
const lookMs = 20;

/**
 * The kills that were counted when init had ended, read before `letGo`, which has the runtime remove the counter.
 * Where the runtime's command ends before, nothing is held any more.
 */
export const lastCount = (
  kills: KillCounter,
  id: string,
  pid: number,
  client: Pick<Launched, 'exited'>,
  letGo: () => void,
): (() => Promise<number | 'unknown'>) => {
  let last: number | 'unknown' | undefined;
  const read = async (): Promise<void> => {
    try {
      last = await kills.read(id);
    } finally {
      letGo();
    }
  };
  const timer = whenGone(pid, lookMs, () => void read().catch(() => {}));
  const over = (): void => clearInterval(timer);
  client.exited.then(over, over);
  return async () => last ?? (await kills.read(id));
};

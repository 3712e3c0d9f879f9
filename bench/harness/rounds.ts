import { setTimeout as sleep } from 'node:timers/promises';
import { busyMs } from './processor.ts';
import type { Measured, Side } from './side.ts';
import { median, shuffled } from './statistics.ts';

export interface Plan {
  /** Rounds that count; in each, every side has its turn. */
  readonly rounds: number;
  /** Rounds before those that count. */
  readonly warmUp: number;
  /** Operations of a side in its turn, one after the other. */
  readonly batch: number;
  /** Containers of each kind at the most, for benches that count and do not time. */
  readonly most?: number | undefined;
  /** The one runtime of whose containers alone a bench is, where it is of several. */
  readonly only?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What a side leaves to be done behind its back is done in this time, and is counted as its own, in milliseconds. */
const settleMs = 40;

/** Measures the sides in turn, in a new random order in each round. */
export const inTurn = async (sides: readonly Side[], plan: Plan): Promise<readonly Measured[]> => {
  const turns = new Map<Side, Turn[]>(sides.map((side) => [side, []]));
  for (let round = -plan.warmUp; round < plan.rounds; round++) {
    for (const side of shuffled(sides)) {
      const turn = await turnOf(side, plan);
      if (round >= 0) turns.get(side)?.push(turn);
    }
  }
  return [...turns].map(([{ name }, ofSide]) => measured(name, ofSide, plan.batch));
};

interface Turn {
  readonly wallMs: readonly number[];
  readonly processorMs: number;
}

const turnOf = async ({ ready, once, clear }: Side, { batch, signal }: Plan): Promise<Turn> => {
  const wallMs: number[] = [];
  let processorMs = 0;
  for (let i = 0; i < batch; i++) {
    signal?.throwIfAborted();
    await ready?.();
    const busy = busyMs();
    const begin = performance.now();
    await once();
    wallMs.push(performance.now() - begin);
    if (clear || i === batch - 1) await sleep(settleMs);
    processorMs += busyMs() - busy;
    await clear?.();
  }
  return { wallMs, processorMs };
};

const measured = (name: string, turns: readonly Turn[], batch: number): Measured => ({
  name,
  wallMs: turns.flatMap(({ wallMs }) => wallMs),
  roundMs: turns.map(({ wallMs }) => median(wallMs)),
  processorMs: turns.reduce((sum, { processorMs }) => sum + processorMs, 0) / (turns.length * batch),
});

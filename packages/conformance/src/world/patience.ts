import { AssertionError } from 'node:assert';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long the tests wait. Nothing is measured: a limit is there so that what never comes fails with its name. */
export interface Patience {
  /** What has to come may take this long, in milliseconds. */
  readonly patienceMs: number;
  /** What must not come is looked out for this long, in milliseconds. */
  readonly momentMs: number;
}

export const patienceOf = ({
  patienceMs = 20_000,
  momentMs = 100,
}: { readonly [Limit in keyof Patience]?: number | undefined }): Patience => ({ patienceMs, momentMs });

export interface Waiting {
  /** The outcome of `work`, which must come. */
  readonly soon: <T>(what: string, work: PromiseLike<T>) => Promise<T>;
  /** Asks again until it is so. */
  readonly until: (what: string, holds: () => boolean | Promise<boolean>) => Promise<void>;
  /** `work` must not settle now. */
  readonly notNow: (what: string, work: Promise<unknown>) => Promise<void>;
  /** Time for what must not come. */
  readonly moment: () => Promise<void>;
}

const late = Symbol('late');

/** Its outcome, or `late`. */
const within = async <T>(work: PromiseLike<T>, ms: number): Promise<T | typeof late> => {
  const { promise, resolve } = Promise.withResolvers<typeof late>();
  const timer = setTimeout(resolve, ms, late);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
};

export const waitingWith = ({ patienceMs, momentMs }: Patience): Waiting => ({
  soon: async (what, work) => {
    const outcome = await within(work, patienceMs);
    if (outcome === late) throw new AssertionError({ message: `${what} did not come in ${patienceMs} ms` });
    return outcome;
  },
  until: async (what, holds) => {
    const end = performance.now() + patienceMs;
    for (;;) {
      const answer = await within(Promise.resolve(holds()), patienceMs);
      if (answer === true) return;
      if (performance.now() > end) {
        throw new AssertionError({ message: `it did not come about in ${patienceMs} ms: ${what}` });
      }
      await sleep(5);
    }
  },
  notNow: async (what, work) => {
    const settled = work.then(
      () => 'resolved',
      (error: unknown) => `rejected: ${error}`,
    );
    const outcome = await within(settled, momentMs);
    if (outcome !== late) throw new AssertionError({ message: `${what} has ${outcome} already` });
  },
  moment: () => sleep(momentMs),
});

/** For cleaning up: its outcome does not matter, and it may not take for ever. */
export const atMost = async (ms: number, work: () => PromiseLike<unknown> | undefined): Promise<void> => {
  try {
    await within(Promise.resolve(work()), ms);
  } catch {
    // What went wrong in a test has been told by it.
  }
};

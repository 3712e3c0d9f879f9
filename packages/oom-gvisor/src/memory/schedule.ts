interface Entry {
  dueAt: number;
  readonly work: () => number;
}

const entries = new Set<Entry>();
let timer: NodeJS.Timeout | undefined;

/** Those that are due within so many milliseconds are done together: one wake-up for many. */
const togetherMs = 10;

const set = (): void => {
  clearTimeout(timer);
  timer = undefined;
  if (entries.size === 0) return;
  let next = Number.POSITIVE_INFINITY;
  for (const { dueAt } of entries) next = Math.min(next, dueAt);
  timer = setTimeout(run, Math.max(1, next - performance.now())).unref();
};

const run = (): void => {
  const now = performance.now();
  for (const entry of [...entries]) {
    if (entry.dueAt <= now + togetherMs && entries.has(entry)) entry.dueAt = now + entry.work();
  }
  set();
};

/**
 * Does `work` again and again; each time it says in how many milliseconds it wants to be done next. One timer serves
 * all, and never keeps Node alive.
 */
export const repeat = (work: () => number, firstMs: number): Disposable => {
  const entry: Entry = { dueAt: performance.now() + firstMs, work };
  entries.add(entry);
  set();
  return {
    [Symbol.dispose]: () => {
      if (entries.delete(entry)) set();
    },
  };
};

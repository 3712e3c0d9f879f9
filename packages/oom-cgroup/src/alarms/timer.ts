interface Ticker {
  readonly listeners: Set<() => void>;
  readonly timer: NodeJS.Timeout;
}

const tickers = new Map<number, Ticker>();

const start = (intervalMs: number): Ticker => {
  const listeners = new Set<() => void>();
  const tick = (): void => {
    for (const listener of [...listeners]) listener();
  };
  const ticker: Ticker = { listeners, timer: setInterval(tick, intervalMs).unref() };
  tickers.set(intervalMs, ticker);
  return ticker;
};

/** Calls again and again. One timer serves all who want the same interval; it never keeps Node alive. */
export const everyTick = (intervalMs: number, tick: () => void): Disposable => {
  const ticker = tickers.get(intervalMs) ?? start(intervalMs);
  // A function of its own, so that the same one may be given twice.
  const listener = (): void => tick();
  ticker.listeners.add(listener);
  return {
    [Symbol.dispose]: () => {
      if (!ticker.listeners.delete(listener) || ticker.listeners.size > 0) return;
      clearInterval(ticker.timer);
      tickers.delete(intervalMs);
    },
  };
};

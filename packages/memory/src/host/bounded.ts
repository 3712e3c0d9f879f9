/** How long a counter's last read, or the last output of an ended process, may take, in milliseconds. */
const patience = 5_000;

/** What the work gives, or `late` where it fails or takes too long. */
export const bounded = async <T, L>(
  work: () => Promise<T>,
  late: L,
  ms: number = patience,
): Promise<T | L> => {
  const { promise, resolve } = Promise.withResolvers<L>();
  const timer = setTimeout(resolve, ms, late);
  try {
    return await Promise.race([work().catch(() => late), promise]);
  } finally {
    clearTimeout(timer);
  }
};

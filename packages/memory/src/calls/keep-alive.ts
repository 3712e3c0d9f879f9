// As they are when this is loaded: under a test's fake timers this one must stay real, for it stands for what a real
// runtime's descriptors do.
const { setInterval: begin, clearInterval: end } = globalThis;

/** While anyone waits, Node stays: nothing else in memory would keep it. */
export const keepAlive = async <T>(work: Promise<T>): Promise<T> => {
  const timer = begin(() => {}, 2 ** 31 - 1);
  try {
    return await work;
  } finally {
    end(timer);
  }
};

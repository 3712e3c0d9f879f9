/**
 * Does the work on each item, so many at a time.
 * @template T, R
 * @param {number} atOnce @param {readonly T[]} items @param {(item: T) => Promise<R>} work
 * @returns {Promise<R[]>} in the items' order
 */
export const inTurn = async (atOnce, items, work) => {
  const results = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const at = next++;
      results[at] = await work(items[at]);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  return results;
};

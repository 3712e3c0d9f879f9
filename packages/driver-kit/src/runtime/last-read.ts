/** How long a counter's last read may take, in milliseconds. */
const lastReadMs = 5_000;

/** A last read that fails, or does not end, is unknown: it must not keep a container from its end. */
export const lastRead = async (
  read: () => Promise<number | 'unknown'> | undefined,
): Promise<number | 'unknown'> => {
  const { promise: late, resolve } = Promise.withResolvers<'unknown'>();
  const timer = setTimeout(() => resolve('unknown'), lastReadMs);
  const reading = async (): Promise<number | 'unknown'> => (await read()) ?? 'unknown';
  try {
    return await Promise.race([reading(), late]);
  } catch {
    return 'unknown';
  } finally {
    clearTimeout(timer);
  }
};

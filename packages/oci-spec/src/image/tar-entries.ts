import { once } from 'node:events';
import type { ReadEntry } from 'tar';
import { refused } from './refuse.ts';

/** One entry of a tar archive; its body must be read or is skipped when the handler settles. */
export type TarEntry = Pick<
  ReadEntry,
  'path' | 'type' | 'mode' | 'uid' | 'gid' | 'size' | 'mtime' | 'linkpath' | 'unsupported'
> &
  AsyncIterable<Uint8Array>;

/**
 * Hands each entry to `handle`, one after the other, and reads no further meanwhile. Headers that lie (checksums,
 * names of more than a megabyte, a truncated end) are refused.
 */
export const readTar = async (
  where: string,
  bytes: AsyncIterable<Uint8Array>,
  handle: (entry: TarEntry) => Promise<void>,
): Promise<void> => {
  let failed: unknown;
  let handled = Promise.resolve();
  const { Parser } = await import('tar');
  const parser = new Parser({
    strict: true,
    onReadEntry: (entry) => {
      handled = handled.then(async () => {
        if (failed === undefined) await handle(entry as unknown as TarEntry);
        entry.resume();
      });
      handled.catch((error: unknown) => {
        failed ??= error;
        entry.resume();
      });
    },
  });
  parser.on('error', (error: unknown) => {
    failed ??= refused(where, `it is not a sound tar archive: ${(error as Error).message}`, error);
    parser.emit('drain');
  });
  const ended = once(parser, 'end').catch(() => {});
  for await (const chunk of bytes) {
    if (
      failed === undefined &&
      !parser.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))
    ) {
      await Promise.race([once(parser, 'drain').catch(() => {}), handled.catch(() => {})]);
    }
    if (failed !== undefined) throw failed;
  }
  parser.end();
  await ended;
  await handled.catch(() => {});
  if (failed !== undefined) throw failed;
};

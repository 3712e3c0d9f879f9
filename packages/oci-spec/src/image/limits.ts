import { refused } from './refuse.ts';

/** What an archive may unpack to before it is refused. */
export interface UnpackLimits {
  /** Of all files together. Default: 16 GiB. */
  readonly maxBytes?: number | undefined;
  /** Files, directories, links and whiteouts. Default: 1 000 000. */
  readonly maxEntries?: number | undefined;
}

/** Counts down over all layers of one image. */
export interface Budget {
  readonly spend: (bytes: number) => void;
}

export const budget = (
  where: string,
  { maxBytes = 16 * 2 ** 30, maxEntries = 1_000_000 }: UnpackLimits,
): Budget => {
  let bytes = 0;
  let entries = 0;
  return {
    spend: (size) => {
      bytes += size;
      entries += 1;
      if (bytes > maxBytes) throw refused(where, `it unpacks to more than ${maxBytes} bytes`);
      if (entries > maxEntries) throw refused(where, `it has more than ${maxEntries} entries`);
    },
  };
};

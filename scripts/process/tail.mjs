const kept = 64 * 1_024;

/** The last 64 KiB of a stream, for an error message. */
export const tail = () => {
  let bytes = Buffer.alloc(0);
  return {
    add: (chunk) => {
      const all = Buffer.concat([bytes, chunk]);
      bytes = all.subarray(Math.max(0, all.length - kept));
    },
    text: () => bytes.toString('utf8').trimEnd(),
  };
};

/** What an error quotes of a hook's output, in bytes. */
const most = 4096;

/** Keeps the end of what it takes. */
export const tail = (): { readonly take: (chunk: Uint8Array) => void; readonly text: () => string } => {
  let kept: Buffer = Buffer.of();
  return {
    take: (chunk) => {
      kept = Buffer.concat([kept, chunk]).subarray(-most);
    },
    text: () => kept.toString().trim(),
  };
};

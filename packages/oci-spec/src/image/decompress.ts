import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { type Duplex, pipeline, Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';

const gzip = [0x1f, 0x8b] as const;
const zstd = [0x28, 0xb5, 0x2f, 0xfd] as const;

const startsWith = (head: Uint8Array, magic: readonly number[]): boolean =>
  magic.every((byte, at) => head[at] === byte);

const headOf = async (path: string): Promise<Uint8Array> => {
  const file = await open(path);
  try {
    return (await file.read(new Uint8Array(4), 0, 4, 0)).buffer;
  } finally {
    await file.close();
  }
};

/** SHA-256 of what passed through. */
const hashed = async function* (bytes: AsyncIterable<Uint8Array>, hash: Hash): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    hash.update(chunk);
    yield chunk;
  }
};

const decoderFor = (head: Uint8Array): Duplex | undefined => {
  if (startsWith(head, gzip)) return createGunzip();
  return startsWith(head, zstd) ? createZstdDecompress() : undefined;
};

export interface Opened {
  /** The file's content, decompressed where it is gzip or zstd. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** `sha256:…` of the file as it is and of its content; complete when `bytes` was read to its end. */
  readonly digests: () => { readonly file: string; readonly content: string };
}

export const openCompressed = async (path: string): Promise<Opened> => {
  const head = await headOf(path);
  const file = createHash('sha256');
  const content = createHash('sha256');
  const raw = hashed(createReadStream(path), file);
  const decoder = decoderFor(head);
  // An error of either ends the decoder with it, and so the loop that reads it.
  const plain =
    decoder === undefined ? raw : pipeline(Readable.from(raw, { objectMode: false }), decoder, () => {});
  return {
    bytes: hashed(plain, content),
    digests: () => ({
      file: `sha256:${file.copy().digest('hex')}`,
      content: `sha256:${content.copy().digest('hex')}`,
    }),
  };
};

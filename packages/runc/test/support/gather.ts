/** A function as a sink, which keeps all. */
export interface Gathered {
  readonly sink: (chunk: Uint8Array) => void;
  readonly bytes: () => Buffer;
  readonly text: () => string;
}

export const gather = (): Gathered => {
  const chunks: Uint8Array[] = [];
  const bytes = (): Buffer => Buffer.concat(chunks);
  return { sink: (chunk) => void chunks.push(Uint8Array.from(chunk)), bytes, text: () => bytes().toString() };
};

/** A sink, a function, that keeps all it is given. */
export interface Gathered {
  readonly sink: (chunk: Uint8Array) => void;
  readonly bytes: () => Buffer;
  readonly text: () => string;
  /** Whole lines so far. */
  readonly lines: () => readonly string[];
}

export const gather = (): Gathered => {
  const chunks: Uint8Array[] = [];
  const bytes = (): Buffer => Buffer.concat(chunks);
  const text = (): string => bytes().toString();
  return {
    sink: (chunk) => void chunks.push(Uint8Array.from(chunk)),
    bytes,
    text,
    lines: () => text().split('\n').slice(0, -1),
  };
};

/** As much as Linux lets a pipe hold by default, in bytes. */
const capacity = 65_536;

/** Bytes from one end to the other, and never more of them than a pipe holds (or one chunk that is larger). */
export interface Pipe {
  /** Resolves when the pipe has taken them; rejects where they cannot be read any more. */
  readonly write: (bytes: Uint8Array) => Promise<void>;
  /** Nothing more is written: what is there can still be read. */
  readonly end: () => void;
  /** All the bytes that are there, or the next, or `undefined` at the end. */
  readonly read: () => Promise<Uint8Array | undefined>;
  /** Nothing more is read: what is there is lost. */
  readonly close: () => void;
}

interface Writer {
  readonly bytes: Uint8Array;
  readonly taken: PromiseWithResolvers<void>;
}

export const pipe = (): Pipe => {
  const held: Uint8Array[] = [];
  const writers: Writer[] = [];
  const readers: ((bytes: Uint8Array | undefined) => void)[] = [];
  let size = 0;
  let over = false;
  const admit = (): void => {
    for (let next = writers[0]; next; next = writers[0]) {
      if (size > 0 && size + next.bytes.byteLength > capacity) return;
      writers.shift();
      held.push(next.bytes);
      size += next.bytes.byteLength;
      next.taken.resolve();
    }
  };
  const stop = (): void => {
    over = true;
    for (const { taken } of writers.splice(0)) taken.reject(broken());
    for (const reader of readers.splice(0)) reader(undefined);
  };
  return {
    write: (bytes) => {
      if (over) return Promise.reject(broken());
      const own = Buffer.from(bytes); // Its writer may use the memory again.
      if (own.byteLength === 0) return Promise.resolve();
      const reader = readers.shift();
      if (reader) {
        reader(own);
        return Promise.resolve();
      }
      const taken = Promise.withResolvers<void>();
      writers.push({ bytes: own, taken });
      admit();
      return taken.promise;
    },
    end: stop,
    read: () => {
      if (held.length > 0) {
        const all = Buffer.concat(held.splice(0));
        size = 0;
        admit();
        return Promise.resolve(all);
      }
      if (over) return Promise.resolve(undefined);
      return new Promise((resolve) => readers.push(resolve));
    },
    close: () => {
      held.length = 0;
      stop();
    },
  };
};

const broken = (): Error =>
  Object.assign(new Error('EPIPE: nobody reads this pipe any more'), { code: 'EPIPE' });

/** Holds a container's processes still. */
export interface Freezer {
  readonly paused: () => boolean;
  readonly pause: () => void;
  readonly resume: () => void;
  /** Settles when they may go on. */
  readonly thawed: () => Promise<void>;
}

export const freezer = (): Freezer => {
  let frozen: PromiseWithResolvers<void> | undefined;
  return {
    paused: () => frozen !== undefined,
    pause: () => {
      frozen ??= Promise.withResolvers<void>();
    },
    resume: () => {
      frozen?.resolve();
      frozen = undefined;
    },
    thawed: async () => {
      while (frozen) await frozen.promise;
    },
  };
};

/** One way of doing a thing, to be measured beside others. */
export interface Side {
  readonly name: string;
  /** Does it once, from its beginning until nothing of it is left. A rejection ends the benchmark. */
  readonly once: () => Promise<void>;
}

/** What was measured of a side, warm-up left out. */
export interface Measured {
  readonly name: string;
  /** Wall time of each operation, in milliseconds. */
  readonly wallMs: readonly number[];
  /** Wall time in each round: the median of its operations, in milliseconds. */
  readonly roundMs: readonly number[];
  /** Processor time of the whole machine for one operation, the mean of all, in milliseconds. */
  readonly processorMs: number;
}

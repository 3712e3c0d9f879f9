/** One way of doing a thing, to be measured beside others. */
export interface Side {
  readonly name: string;
  /** What must be there before, not measured. */
  readonly ready?: () => Promise<void>;
  /** Does it once, from its beginning until nothing of it is left. A rejection ends the benchmark. */
  readonly once: () => Promise<void>;
  /** Removes what it has left where that is its purpose; not measured. */
  readonly clear?: () => Promise<void>;
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

import type { Plan } from './rounds.ts';

/** One benchmark, by its name on the command line. */
export interface Bench {
  readonly name: string;
  /** What it measures, in a line. */
  readonly about: string;
  readonly measure: (place: Place) => Promise<readonly Outcome[]>;
}

/** What came of a comparison, or of any other measurement. */
export interface Outcome {
  readonly title: string;
  readonly text: string;
  /** Whether all that is promised of it was kept. */
  readonly holds: boolean;
}

/** Where a benchmark works. */
export interface Place {
  /** An empty directory that is removed afterwards. */
  readonly dir: string;
  readonly plan: Plan;
}

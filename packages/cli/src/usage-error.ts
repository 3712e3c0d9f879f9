/** The command line is wrong: what was given, and what would be right. Nothing was started. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Refuses the value of an option or argument. */
export const refused = (name: string, value: string, right: string): UsageError =>
  new UsageError(`${name}: ${JSON.stringify(value)} will not do; give ${right}`);

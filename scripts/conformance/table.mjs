const kinds = ['passed', 'refused', 'skipped', 'known', 'failed'];

const count = (outcomes, kind) => outcomes.filter(({ outcome }) => outcome === kind).length;

const unique = (outcomes, kind) =>
  [...new Set(outcomes.filter(({ outcome }) => outcome === kind).map(({ why }) => why))].toSorted();

/**
 * A line for each runtime, and below it what it was refused for, what was skipped and what is known to fail, with the
 * reasons.
 * @param {readonly { runtime: string, outcome: string, why?: string }[]} outcomes
 * @param {readonly { row: string, lacks?: string | undefined }[]} missing what is not there and should be, and what the host lacks
 */
export const tableOf = (outcomes, missing = []) => {
  const runtimes = [...new Set(outcomes.map(({ runtime }) => runtime))].toSorted();
  const width = Math.max(7, ...runtimes.map(({ length }) => length));
  const line = (name, cells) =>
    `${name.padEnd(width)} ${cells.map((cell) => String(cell).padStart(8)).join('')}\n`;
  const rows = runtimes.map((runtime) => {
    const own = outcomes.filter((each) => each.runtime === runtime);
    const denied = unique(own, 'refused');
    return [
      line(
        runtime,
        kinds.map((kind) => count(own, kind)),
      ),
      ...(denied.length > 0 ? [`  refused, as its capabilities say: ${denied.join(', ')}\n`] : []),
      ...unique(own, 'skipped').map((why) => `  skipped: ${why}\n`),
      ...unique(own, 'known').map((why) => `  known: ${why}\n`),
    ].join('');
  });
  const gone = missing.map(({ row, lacks }) =>
    lacks === undefined
      ? `${row} is not there: it FAILED to run\n`
      : `${row}: not run, for want of ${lacks}\n`,
  );
  return `\n${line('runtime', kinds)}${rows.join('')}${gone.join('')}`;
};

const kinds = ['passed', 'refused', 'skipped', 'failed'];

const count = (outcomes, kind) => outcomes.filter(({ outcome }) => outcome === kind).length;

const unique = (outcomes, kind) =>
  [...new Set(outcomes.filter(({ outcome }) => outcome === kind).map(({ why }) => why))].toSorted();

/**
 * A line for each runtime, and below it what it was refused for and what was skipped, with the reasons.
 * @param {readonly { runtime: string, outcome: string, why?: string }[]} outcomes
 */
export const tableOf = (outcomes) => {
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
    ].join('');
  });
  return `\n${line('runtime', kinds)}${rows.join('')}`;
};

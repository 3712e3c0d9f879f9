import Table from 'cli-table3';

const bare = Object.fromEntries(
  [
    ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'],
    ...['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'],
  ].map((part) => [part, '']),
);

/** Rows in columns, without lines, for eyes and for awk(1). */
export const table = (rows: readonly (readonly string[])[]): string => {
  const columns = new Table({
    chars: bare,
    style: { 'padding-left': 0, 'padding-right': 3, head: [], border: [] },
  });
  columns.push(...rows.map((row) => [...row]));
  return columns
    .toString()
    .split('\n')
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
};

/** A line of a runtime's JSON log. */
export interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly [field: string]: unknown;
}

// crun 1.28 writes each of its entries over several lines, as JSON is printed for people.
const overLines = /^\{\n[\s\S]*?^\}$/gm;

/** The lines of a log in JSON; a line that is something else counts as an error's words, for it is one's in practice. */
export const parseLog = (text: string): readonly LogLine[] =>
  text
    .replace(overLines, (entry) => entry.replaceAll('\n', ' '))
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(parseLine);

const parseLine = (line: string): LogLine => {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) {
      // The programs of Go's logrus and slog say msg; those of Rust's tracing say message, and ERROR.
      const { level = 'error', message = line, msg = message } = value as Readonly<Record<string, unknown>>;
      return { ...value, level: String(level).toLowerCase(), msg: String(msg) };
    }
  } catch {
    // Not JSON: taken as it stands.
  }
  return { level: 'error', msg: line };
};

/** What the errors of a log say. */
export const errorWords = (log: readonly LogLine[]): string =>
  log
    .filter(({ level }) => level === 'error' || level === 'fatal' || level === 'panic')
    .map(({ msg }) => msg)
    .join('\n');

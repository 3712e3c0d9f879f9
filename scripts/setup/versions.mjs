const parts = (version) => version.split('.').map((part) => Number.parseInt(part, 10) || 0);

/** Whether a dotted version is another one or later: `1.1.5+ds1` is at least `1.1`. */
export const isAtLeast = (version, least) => {
  const [have, want] = [parts(version), parts(least)];
  for (let i = 0; i < want.length; i++) {
    if ((have[i] ?? 0) !== want[i]) return (have[i] ?? 0) > want[i];
  }
  return true;
};

/** The first thing that looks like a version in what a program says of itself. */
export const versionIn = (text) => /\d+\.\d+(\.\d+)?/.exec(text)?.[0];

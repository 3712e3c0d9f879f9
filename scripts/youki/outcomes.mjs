const line = /^(?<not>not )?ok \d+ - (?<name>.*?)(?: # (?<directive>SKIP).*)?$/;
const knownFailure = /^known failure: /;

/** What the lines of a TAP file tell, the tests' own alone. @param {string} text */
export const outcomesIn = (text) => {
  /** @type {{ passed: number, known: string[], failed: string[], skipped: string[] }} */
  const outcomes = { passed: 0, known: [], failed: [], skipped: [] };
  for (const found of text.split('\n').map((it) => line.exec(it)?.groups)) {
    if (found === undefined) continue;
    const name = found['name'] ?? '';
    if (found['directive'] !== undefined) outcomes.skipped.push(name);
    else if (found['not'] !== undefined) outcomes.failed.push(name);
    else if (knownFailure.test(name)) outcomes.known.push(name);
    else outcomes.passed += 1;
  }
  return outcomes;
};

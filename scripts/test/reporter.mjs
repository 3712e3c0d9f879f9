import { report } from './report.mjs';

const inParentheses = /\((?<reason>needs [^()]*|[^()]*only[^()]*)\)\s*$/;

/** The suites' names too: a reason may stand in the name of the suite that is skipped. */
const reasonOf = (names, note) =>
  note ??
  names.map((name) => inParentheses.exec(name)?.groups?.reason).findLast((it) => it !== undefined) ??
  'no reason given';

/** A run that is stopped at its limit prints no errors of its own. */
const firstLine = (error) => (error?.message ?? 'no error given').split('\n')[0].slice(0, 300);

/** @returns {import('./report.mjs').Results} */
const empty = () => ({ passed: 0, failed: [], skipped: [], tests: [] });

const collect = (module, results) => {
  const place = (test) => `${module.relativeModuleId} > ${test.fullName}`;
  for (const test of module.children.allTests()) {
    const result = test.result();
    results.tests.push({ file: module.relativeModuleId, name: test.fullName, state: result.state });
    if (result.state === 'passed') results.passed += 1;
    else if (result.state === 'skipped') {
      results.skipped.push({ name: place(test), reason: reasonOf(test.fullName.split(' > '), result.note) });
    } else {
      const how = result.state === 'failed' ? firstLine(result.errors[0]) : result.state;
      results.failed.push({ name: `${place(test)} (${how})` });
    }
  }
  for (const suite of module.children.allSuites()) {
    if (suite.errors().length > 0) results.failed.push({ name: `${place(suite)} (a hook)` });
  }
  if (module.errors().length > 0) results.failed.push({ name: `${module.relativeModuleId} (the file)` });
};

/** Leaves a run's results, the reasons of what was skipped included, for the summary. */
export default class ResultsReporter {
  #results = empty();

  /** At once, since a run may be stopped at its limit. */
  onTestModuleEnd(module) {
    collect(module, this.#results);
    report(this.#results);
  }

  onTestRunEnd(modules, unhandledErrors) {
    const results = empty();
    for (const module of modules) collect(module, results);
    for (const error of unhandledErrors) results.failed.push({ name: `unhandled: ${error.message}` });
    report(results);
  }
}

import './setup/old-node.mjs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resultsOf } from './lab/results.mjs';
import { commandOf, tests } from './lab/tests.mjs';
import { run } from './process/run.mjs';
import { find, thisHost } from './setup/host.mjs';
import { environment, root } from './setup/root.mjs';
import { main } from './setup/say.mjs';
import { report } from './test/report.mjs';
import { readSkips } from './test/skips.mjs';

const minute = 60_000;
const tools = ['qemu-system-x86_64', 'debootstrap'];

/** Why there can be no lab here; `undefined`: there can. */
const lacking = () => {
  const { linux, root: asRoot } = thisHost();
  if (!linux || !asRoot || process.arch !== 'x64') return 'needs Linux on x64, and root';
  const missing = tools.filter((tool) => find(tool) === undefined);
  return missing.length === 0 ? undefined : `needs ${missing.join(' and ')}`;
};

/** The tests of runtimes and cgroups once more, on a pure cgroup v2 kernel with the newest runtimes. */
await main(async () => {
  const reason = lacking();
  if (reason !== undefined) {
    report({
      passed: 0,
      failed: [],
      skipped: tests.map((name) => ({ name: `${name} (the lab ${reason})`, reason })),
    });
    return 0;
  }
  const out = await mkdtemp(join(tmpdir(), 'caisson-lab-results-'));
  try {
    const args = ['lab/main.mjs', '--results', out, '--timeout', '600', '--', commandOf(tests)];
    const { ok, how } = await run('node', args, {
      cwd: root,
      env: environment(),
      limitMs: 11 * minute,
      show: true,
    });
    const read = async (name) => JSON.parse(await readFile(join(out, name), 'utf8'));
    const told = await Promise.all([read('results.json'), read('facts.json')]).catch(() => undefined);
    if (told === undefined) {
      report({ passed: 0, failed: [{ name: `lab: ${how}, and left no results` }], skipped: [] });
      return 1;
    }
    const [results, facts] = told;
    const { table, results: judged } = resultsOf(results, facts, await readSkips(), ok);
    console.log(table);
    report(judged);
    return judged.failed.length === 0 ? 0 : 1;
  } finally {
    await rm(out, { recursive: true });
  }
});

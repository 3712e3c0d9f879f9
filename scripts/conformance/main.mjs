import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { factsHere } from '../lab/facts.mjs';
import { run } from '../process/run.mjs';
import { environment, root } from '../setup/root.mjs';
import { main } from '../setup/say.mjs';
import { pageOf } from './page.mjs';
import { absent, files } from './rows.mjs';
import { tableOf } from './table.mjs';

const limitMs = 40 * 60_000;

/**
 * The kit over every driver, youki's among them, and over what is broken on purpose; at the end a table, and exit code
 * 1 where anything failed, or is not in the table. Arguments: test files to run in place of all that; or `--keep`,
 * which writes docs/conformance.md too.
 */
await main(async () => {
  const words = process.argv.slice(2);
  const keep = words.includes('--keep');
  const chosen = words.filter((word) => word !== '--keep');
  const dir = mkdtempSync(join(tmpdir(), 'conformance-'));
  const outcomesFile = join(dir, 'outcomes');
  const env = environment({ CAISSON_SLOW: '1', CAISSON_OUTCOMES: outcomesFile });
  const part = async (command, ...args) => {
    const { ok, how } = await run(command, args, { cwd: root, env, limitMs, show: true });
    if (!ok) console.log(`${command} ${args[0]}: ${how}`);
    return ok;
  };
  try {
    const whole = chosen.length === 0;
    const drivers = await part('vitest', 'run', ...(whole ? files : chosen));
    const youki = !whole || (await part('node', 'scripts/youki.mjs'));
    const broken = !whole || (await part('node', 'packages/conformance/test/fixtures/broken-table.ts'));
    const text = existsSync(outcomesFile) ? readFileSync(outcomesFile, 'utf8').trim() : '';
    const outcomes = text === '' ? [] : text.split('\n').map((line) => JSON.parse(line));
    const facts = factsHere();
    const missing = whole ? absent(outcomes, facts.lacks) : [];
    const table = tableOf(outcomes, missing);
    process.stdout.write(table);
    if (keep) writeFileSync(join(root, 'docs/conformance.md'), pageOf(table, facts));
    const failed = outcomes.some(({ outcome }) => outcome === 'failed');
    const unexplained = missing.some(({ lacks }) => lacks === undefined);
    return drivers && youki && broken && !failed && !unexplained ? 0 : 1;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});

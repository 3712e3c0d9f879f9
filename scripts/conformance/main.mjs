import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableOf } from './table.mjs';

/** The kit over every driver; the runtimes that are broken on purpose follow. Arguments: files to run instead of all. */
const files = [
  'packages/memory/test/conformance.test.ts',
  'packages/crun/test/conformance.test.ts',
  'packages/runc/test/conformance.test.ts',
  'packages/runsc/test/conformance',
];

const dir = mkdtempSync(join(tmpdir(), 'conformance-'));
const outcomes = join(dir, 'outcomes');
const chosen = process.argv.length > 2 ? process.argv.slice(2) : files;
const { status } = spawnSync('vitest', ['run', ...chosen], {
  stdio: 'inherit',
  env: { ...process.env, CAISSON_SLOW: '1', CAISSON_OUTCOMES: outcomes },
});
const lines = existsSync(outcomes) ? readFileSync(outcomes, 'utf8').trim().split('\n') : [];
rmSync(dir, { recursive: true });
process.stdout.write(tableOf(lines.map((line) => JSON.parse(line))));
process.exitCode = status ?? 1;
if (process.argv.length === 2) {
  const broken = spawnSync('node', ['packages/conformance/test/fixtures/broken-table.ts'], {
    stdio: 'inherit',
  });
  process.exitCode ||= broken.status ?? 1;
}

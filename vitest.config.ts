import { delimiter, join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Where the set-up puts a CRIU that works on this host. */
const criu = join(import.meta.dirname, '.cache/criu/bin');

const slow = ['**/*.slow.test.*'];

export default defineConfig({
  test: {
    include: [
      'packages/*/test/**/*.test.ts',
      'bench/test/**/*.test.ts',
      'lab/**/*.test.mjs',
      'scripts/**/*.test.mjs',
    ],
    exclude: ['**/node_modules/**', '**/dist/**', ...(process.env['CAISSON_SLOW'] === '1' ? [] : slow)],
    // Node's event loop is reachable from the main thread alone, and a process of its own keeps what a file spawned apart.
    pool: 'forks',
    // Two cores are the least that the suite must do with; more would make its containers wait for each other.
    maxWorkers: 2,
    env: { PATH: [criu, process.env['PATH'] ?? ''].join(delimiter) },
    testTimeout: 120_000,
    hookTimeout: 120_000,
    teardownTimeout: 10_000,
    retry: 0,
    allowOnly: false,
  },
});

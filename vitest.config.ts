import { delimiter, join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Where the set-up puts a CRIU that works on this host. */
const criu = join(import.meta.dirname, '.cache/criu/bin');

const slow = ['**/*.slow.test.*'];

/** The lab emulates its processor: time is no measure of anything there. */
const limitMs = process.env['CAISSON_LAB'] === '1' ? 600_000 : 120_000;

/**
 * On a hybrid host these take controllers off the cgroup v2 tree, for all the machine: a CRIU that is at work then
 * meets a hierarchy that it has not counted, and fails.
 */
const hierarchies = [
  'packages/crun/test/**/*.test.ts',
  'packages/oci-spec/test/effects/**/*.test.ts',
  'packages/oom-cgroup/test/runtimes.test.ts',
];

const excluded = ['**/node_modules/**', '**/dist/**', ...(process.env['CAISSON_SLOW'] === '1' ? [] : slow)];

export default defineConfig({
  test: {
    // One after another, each with all workers.
    projects: [
      {
        extends: true,
        test: {
          name: 'all',
          include: [
            'packages/*/test/**/*.test.ts',
            'bench/test/**/*.test.ts',
            'lab/**/*.test.mjs',
            'scripts/**/*.test.mjs',
          ],
          exclude: [...excluded, ...hierarchies],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'hierarchies',
          include: hierarchies,
          exclude: excluded,
          sequence: { groupOrder: 1 },
        },
      },
    ],
    // Node's event loop is reachable from the main thread alone, and a process of its own keeps what a file spawned apart.
    pool: 'forks',
    // Two cores are the least that the suite must do with; more would make its containers wait for each other.
    maxWorkers: 2,
    env: { PATH: [criu, process.env['PATH'] ?? ''].join(delimiter) },
    testTimeout: limitMs,
    hookTimeout: limitMs,
    teardownTimeout: 10_000,
    retry: 0,
    allowOnly: false,
  },
});

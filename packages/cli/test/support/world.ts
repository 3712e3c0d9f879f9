import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { able } from './able.ts';
import { bin, type Ended, type Running, type StartOptions, start } from './caisson.ts';
import { remains } from './remains.ts';
import { sweep } from './sweep.ts';
import { until } from './until.ts';

/** What one test file has for itself. */
export interface World {
  /** A directory for the test's own files. */
  readonly dir: string;
  /** The runtime's state directory. */
  readonly root: string;
  /** Where the command keeps the bundles of that state directory. */
  readonly bundles: string;
  /** A new container id. */
  readonly id: () => string;
  /** Starts the command with this world's state directory. */
  readonly start: (args: readonly string[], options?: StartOptions) => Running;
  /** Runs the command to its end, given this input. */
  readonly run: (args: readonly string[], input?: string | Uint8Array) => Promise<Ended>;
  /** Runs a line as a user types it, in bash; `$caisson` is the command. */
  readonly shell: (line: string) => Promise<Ended>;
  /** What is left of all that was made. */
  readonly remains: () => readonly string[];
  /** Waits until nothing is left: a process that was killed takes a moment to go. */
  readonly clean: () => Promise<void>;
}

/** Call it at the top of a test file: at the file's end it asserts that nothing is left of all that was made. */
export const world = (): World => {
  const marker = `cli${randomBytes(5).toString('hex')}`;
  const dir = mkdtempSync(join(tmpdir(), 'caisson-cli-test-'));
  const [root, temporary] = [join(dir, 'state'), join(dir, 'tmp')];
  const key = createHash('sha256').update(root).digest('hex').slice(0, 8);
  const bundles = `/run/caisson/bundles/runc-${key}`;
  const environment = { ...process.env, TMPDIR: temporary, CAISSON_TEST: marker };
  let ids = 0;
  const here: World = {
    dir,
    root,
    bundles,
    id: () => `${marker}-${++ids}`,
    start: (args, options = {}) =>
      start(process.execPath, [bin, '--root', root, ...args], {
        ...options,
        env: { ...environment, ...options.env },
      }),
    run: (args, input) => {
      const running = here.start(args, input === undefined ? {} : { stdin: 'pipe' });
      running.child.stdin?.end(input);
      return running.ended;
    },
    shell: (line) => {
      const command = [process.execPath, bin, '--root', root].map((word) => `'${word}'`).join(' ');
      return start('bash', ['-c', line.replaceAll('$caisson', command)], { env: environment }).ended;
    },
    remains: () => remains({ marker, dirs: [root, bundles, temporary] }),
    clean: async () => {
      await until(() => here.remains().length === 0).catch(() => {});
      const left = here.remains();
      // What one test has left must not fail the next ones.
      if (left.length > 0) await sweep(here, marker);
      expect(left).toEqual([]);
    },
  };
  beforeAll(() => {
    chmodSync(dir, 0o755);
    mkdirSync(temporary);
    chmodSync(temporary, 0o1777);
  });
  afterAll(async () => {
    try {
      if (able) await here.clean();
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });
  return here;
};

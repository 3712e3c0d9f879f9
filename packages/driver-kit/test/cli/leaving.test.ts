import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { temporaryDir } from '../fixtures/bundle.ts';
import { hostBundle } from '../fixtures/host-bundle.ts';
import { able } from '../fixtures/runc-dialect.ts';

const dir = temporaryDir();
const root = join(dir, 'state');
const program = join(import.meta.dirname, '../fixtures/leaving.ts');
const report = join(dir, 'report');
let bundle: string;

const runc = (...args: readonly string[]): string =>
  execFileSync('runc', ['--root', root, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** Runs the fixture to its end, which must come although its container runs on; what kept Node alive before. */
const left = async (waiting: string, what: string): Promise<string[]> => {
  const node = spawn(process.execPath, [program, waiting, root, bundle, what, report], {
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: 30_000,
    killSignal: 'SIGKILL',
  });
  expect(await once(node, 'exit')).toEqual([0, null]);
  return JSON.parse(readFileSync(report, 'utf8'));
};

describe.skipIf(!able).each(['native', 'foreground'])(
  'a program over real runc, %s waiting (needs Linux, root and runc)',
  (waiting) => {
    beforeAll(() => mkdirSync(root, { recursive: true }));
    afterEach(() => {
      for (const { id } of JSON.parse(runc('list', '--format', 'json')) ?? []) runc('delete', '--force', id);
      expect(JSON.parse(runc('list', '--format', 'json'))).toBeNull();
    });

    test.each(['create', 'start', 'wait, aborted'])(
      'ends by itself though its container, with streams, lives on: %s',
      async (what) => {
        bundle = hostBundle(join(dir, 'sleeping'), 'sleep', '7613');
        expect(await left(waiting, what)).toEqual([]);
      },
    );

    test.each(['run', 'run with a hook'])('has nothing left when it is done: %s', async (what) => {
      bundle = hostBundle(join(dir, 'true'), 'true');
      expect(await left(waiting, what)).toEqual([]);
    });

    test('has nothing left when an exec is done', async () => {
      bundle = hostBundle(join(dir, 'sleeping'), 'sleep', '7613');
      await left(waiting, 'start');
      expect(await left(waiting, 'exec')).toEqual([]);
    });
  },
);

import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cli, type Dialect } from '../../src/index.ts';
import { temporaryDir } from '../fixtures/bundle.ts';
import { fakeRuntime } from '../fixtures/fake-runtime.ts';
import { linux } from '../fixtures/host.ts';
import { dialect } from '../fixtures/runc-dialect.ts';

const dir = temporaryDir();

describe.skipIf(!linux)('a dialect that removes by itself (needs Linux)', () => {
  test.each([
    [true, []],
    [false, ['delete --force a1']],
  ])('%o: the runtime is called where it did not', async (removes, expected) => {
    const fake = fakeRuntime(dir, `fake-${removes}`, 'exit 0');
    const asked: unknown[] = [];
    const deleted: unknown[] = [];
    const own: Dialect = {
      ...dialect,
      remove: async (id, o) => {
        asked.push([id, o]);
        return removes;
      },
      deleted: (stateDir, wasKnown) => void deleted.push([stateDir, wasKnown]),
    };
    const engine = await cli(own, { path: fake.path, root: dir, waiting: 'foreground' });
    await engine.delete('a1', true);
    expect(fake.calls()).toEqual(expected);
    expect(asked).toEqual([['a1', { stateDir: join(dir, 'a1'), force: true, linux: undefined }]]);
    expect(deleted).toEqual([[join(dir, 'a1'), true]]);
  });
});

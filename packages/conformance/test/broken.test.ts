import { mkdtempSync, readdirSync, readFileSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { conformanceTests } from '../src/index.ts';
import { broken } from './broken/all.ts';
import { examine } from './broken/examine.ts';

/** What each broken runtime is caught by: these tests, and no other. */
const caughtBy: Readonly<Record<string, readonly string[]>> = JSON.parse(
  readFileSync(new URL('broken/caught-by.json', import.meta.url), 'utf8'),
);

describe('broken runtimes', () => {
  const files = mkdtempSync(join(tmpdir(), 'broken-'));
  beforeAll(() => void vi.stubEnv('TMPDIR', files));
  // Be it broken as it may: what a test of the kit made for itself is gone.
  afterAll(() => {
    vi.unstubAllEnvs();
    expect(readdirSync(files)).toEqual([]);
    rmdirSync(files);
  });

  it('are each named once, and each has tests that should catch it', () => {
    expect(Object.keys(caughtBy)).toEqual(broken.map((each) => each.it));
    expect(Object.entries(caughtBy).filter(([, tests]) => tests.length === 0)).toEqual([]);
  });

  it('fail between them each test of the kit, so that none is dead', () => {
    const used = new Set(Object.values(caughtBy).flat());
    const names = conformanceTests.map(({ topic, sentence }) => `${topic}: ${sentence}`);
    expect(names.filter((name) => !used.has(name))).toEqual([]);
    expect([...used].filter((name) => !names.includes(name))).toEqual([]);
  });

  it('would pass if they were not broken', async () => {
    const { outcomes, caughtBy: failed } = await examine(
      { breaks: (runtime) => runtime },
      { patienceMs: 20_000 },
    );
    expect(failed).toEqual([]);
    expect(outcomes.length).toBe(conformanceTests.length);
  }, 300_000);

  it('are caught by the tests that should', async () => {
    const queue = [...broken];
    const uncaught: string[] = [];
    const work = async (): Promise<void> => {
      for (let each = queue.shift(); each; each = queue.shift()) {
        const wanted = caughtBy[each.it] ?? [];
        const { caughtBy: failed } = await examine(each, { names: wanted });
        for (const name of wanted) if (!failed.includes(name)) uncaught.push(`${each.it} | ${name}`);
      }
    };
    await Promise.all(Array.from({ length: 12 }, work));
    expect(uncaught).toEqual([]);
  }, 300_000);
});

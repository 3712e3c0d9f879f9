import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { conformanceTests } from '../src/index.ts';
import { someTopics } from './fixtures/runners/kit.ts';
import { type RunnerName, runBy } from './fixtures/runners/runners.ts';

const runners: readonly RunnerName[] = ['vitest', 'node:test', 'Mocha'];
const all = conformanceTests.length;
const some = conformanceTests.filter(({ topic }) => someTopics.includes(topic));
const names = some.map(({ topic, sentence }) => `${topic}: ${sentence}`);
const skipped = some.filter(({ parts }) => parts.includes('foreign')).length;

const specimen = 'tells every failure as exit code 1';
const caughtBy: Readonly<Record<string, readonly string[]>> = JSON.parse(
  readFileSync(new URL('broken/caught-by.json', import.meta.url), 'utf8'),
);

it.concurrent.each(runners)(
  '%s runs every test of the kit, and each passes',
  async (runner) => {
    expect(await runBy(runner)).toEqual({ exitCode: 0, passed: all, skipped: 0, failed: [] });
  },
  240_000,
);

it.concurrent.each(runners)(
  '%s fails for a broken runtime, by the tests that should, and shows what was skipped',
  async (runner) => {
    const { exitCode, passed, failed, ...told } = await runBy(runner, { CAISSON_BROKEN: specimen });
    expect(exitCode).toBeGreaterThan(0);
    expect(failed).toEqual(caughtBy[specimen]?.filter((name) => names.includes(name)));
    expect(failed).not.toEqual([]);
    expect({ passed, ...told }).toEqual({ passed: some.length - skipped - failed.length, skipped });
  },
  240_000,
);

import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { cache } from '../setup/root.mjs';
import { forget } from './report.mjs';
import { runStage } from './stage.mjs';
import { setUpLimitMs, stages } from './stages.mjs';

afterAll(() => forget(join(cache, 'results', 'a-stage-of-a-test.json')));

const stage = (code) => ({
  name: 'a stage of a test',
  when: /** @type {const} */ ('test'),
  command: ['node', '--input-type=module', '--eval', code],
  limitMs: 30_000,
});

const leave = (results) =>
  `import { writeFileSync } from 'node:fs';
   writeFileSync(process.env.CAISSON_RESULTS, ${JSON.stringify(JSON.stringify(results))});`;

const good = { passed: 2, failed: [], skipped: [] };

it('gives the results that the stage left', async () => {
  expect(await runStage(stage(leave(good)))).toEqual(good);
});

it('has failed where the stage left none, and takes none from the run before', async () => {
  await runStage(stage(leave(good)));
  const { failed } = await runStage(stage(''));
  expect(failed).toEqual([{ name: 'a stage of a test: exit code 0, and left no results' }]);
});

it('has failed where the stage ended badly, whatever its results say', async () => {
  const { passed, failed } = await runStage(stage(`${leave(good)} process.exit(4);`));
  expect(passed).toBe(2);
  expect(failed).toEqual([{ name: 'a stage of a test: exit code 4' }]);
});

it('has failed where the stage did not end in time, beside what it told until then', async () => {
  const results = JSON.stringify({ ...good, failed: [{ name: 'b' }] });
  const command = ['sh', '-c', `echo '${results}' > "$CAISSON_RESULTS"; sleep 1000`];
  const { passed, failed } = await runStage({ ...stage(''), command, limitMs: 5_000 });
  expect(passed).toBe(2);
  expect(failed).toEqual([{ name: 'b' }, { name: 'a stage of a test: stopped at its limit of 5 s' }]);
});

it('tells the stage what limit it has', async () => {
  const code = `import { writeFileSync } from 'node:fs';
    const results = { passed: Number(process.env.CAISSON_LIMIT_MS), failed: [], skipped: [] };
    writeFileSync(process.env.CAISSON_RESULTS, JSON.stringify(results));`;
  expect((await runStage(stage(code))).passed).toBe(30_000);
});

it('has an hour for everything, set-up included', () => {
  const others = stages.filter(({ inTheHour }) => inTheHour !== true);
  const sum = others.reduce((total, { limitMs }) => total + limitMs, setUpLimitMs);
  expect(sum).toBeLessThanOrEqual(60 * 60_000);
});

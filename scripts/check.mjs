import './setup/old-node.mjs';
import { checks } from './checks/list.mjs';
import { root } from './setup/root.mjs';
import { main, SetUpError } from './setup/say.mjs';
import { setUp } from './setup/set-up.mjs';
import { report } from './test/report.mjs';

const usage = () =>
  `Usage: npm run check [-- NAME…], where a NAME is one of\n${checks
    .map(({ name, about }) => `  ${name.padEnd(12)}${about}`)
    .join('\n')}`;

const chosen = (names) => {
  const unknown = names.find((name) => !checks.some((check) => check.name === name));
  if (unknown !== undefined) throw new SetUpError(usage());
  return names.length === 0 ? checks : checks.filter(({ name }) => names.includes(name));
};

const look = async ({ name, run }) => {
  const began = Date.now();
  const { problems, skipped = [] } = await run(root);
  const seconds = ((Date.now() - began) / 1_000).toFixed(1);
  console.log(`${problems.length === 0 ? 'ok  ' : 'FAIL'}  ${name} (${seconds} s)`);
  for (const problem of problems) console.log(problem.replaceAll(/^/gm, '      '));
  for (const { name: what, reason } of skipped) console.log(`      skipped: ${what}: ${reason}`);
  return { failed: problems.length > 0 ? [{ name: `check ${name}` }] : [], skipped };
};

await main(async () => {
  const selected = chosen(process.argv.slice(2));
  await setUp('test');
  const results = [];
  for (const check of selected) results.push(await look(check));
  const failed = results.flatMap((it) => it.failed);
  report({
    passed: selected.length - failed.length,
    failed,
    skipped: results.flatMap((it) => it.skipped),
  });
  return failed.length === 0 ? 0 : 1;
});

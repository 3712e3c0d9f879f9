import './setup/old-node.mjs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { alone } from './packaging/alone.mjs';
import { root } from './setup/root.mjs';
import { main, SetUpError } from './setup/say.mjs';
import { setUp } from './setup/set-up.mjs';
import { report } from './test/report.mjs';
import { pack } from './tree/pack.mjs';
import { packagesOf } from './tree/packages.mjs';
import { withTemporary } from './tree/temporary.mjs';

const packAll = async (directory) => {
  await mkdir(directory);
  const published = (await packagesOf(root)).filter(({ manifest }) => manifest.private !== true);
  const packed = await pack(published, directory);
  const problems = packed.flatMap(({ problem }) => problem ?? []);
  if (problems.length > 0) throw new SetUpError(problems.join('\n'));
  return packed;
};

/** Packs every package, installs each alone in an empty folder outside the workspace, and uses it there. */
await main(async () => {
  await setUp('test');
  /** @type {import('./test/report.mjs').Results} */
  const results = { passed: 0, failed: [], skipped: [] };
  await withTemporary(async (directory) => {
    const packed = await packAll(join(directory, 'tarballs'));
    for (const { member } of packed) {
      const { problems, skipped } = await alone(member, packed, directory);
      console.log(`${problems.length === 0 ? 'ok  ' : 'FAIL'}  ${member.manifest.name} alone`);
      for (const problem of problems) console.log(problem.replaceAll(/^/gm, '      '));
      if (problems.length === 0) results.passed += 1;
      else results.failed.push({ name: `packaging of ${member.manifest.name}` });
      results.skipped.push(...skipped);
    }
  });
  report(results);
  return results.failed.length === 0 ? 0 : 1;
});

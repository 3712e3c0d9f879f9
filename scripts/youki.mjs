import './setup/old-node.mjs';
import { appendFile, cp, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { closure } from './packaging/closure.mjs';
import { thisHost } from './setup/host.mjs';
import { root } from './setup/root.mjs';
import { main, SetUpError, say } from './setup/say.mjs';
import { setUp } from './setup/set-up.mjs';
import { report } from './test/report.mjs';
import { pack } from './tree/pack.mjs';
import { packagesOf } from './tree/packages.mjs';
import { withTemporary } from './tree/temporary.mjs';
import { differences, writeOwn } from './youki/from-template.mjs';
import { outcomesIn } from './youki/outcomes.mjs';
import { placeAt } from './youki/place.mjs';
import { provideYouki } from './youki/program.mjs';

const example = join(root, 'examples', 'caisson-youki');
const mostLines = 99;
const kit = ['@caisson/conformance', '@caisson/oci-spec'];

const packAll = async (directory) => {
  await mkdir(directory);
  const members = await packagesOf(root);
  const wanted = closure(
    ['create-caisson-driver', '@caisson/driver-kit', '@caisson/runtime', ...kit],
    members,
  );
  const packed = await pack(wanted, directory);
  const problems = packed.flatMap(({ problem }) => problem ?? []);
  if (problems.length > 0) throw new SetUpError(problems.join('\n'));
  return packed;
};

/** Makes the package from the template, writes the author's own into it, tests it and packs it. */
const packedDriver = async (parent, packed) => {
  const desk = await placeAt(join(parent, 'desk'), packed);
  await desk.install(['create-caisson-driver']);
  await desk.call('npx', 'create-caisson-driver', 'caisson-youki', '--runtime', 'youki', '--yes');
  const made = await placeAt(join(desk.directory, 'caisson-youki'), packed);
  const different = await differences(made.directory, example);
  if (different.length > 0) throw new SetUpError(different.join('\n'));
  await writeOwn(example, made.directory);
  const lines = (await readFile(join(made.directory, 'src/dialect.ts'), 'utf8')).trimEnd().split('\n').length;
  if (lines > mostLines) throw new SetUpError(`youki's dialect has ${lines} lines, more than ${mostLines}.`);
  say(`youki's dialect has ${lines} lines`);
  await made.install(['@caisson/driver-kit', ...kit]);
  await made.call('npx', 'tsc', '-p', 'tsconfig.test.json');
  await made.call('node', '--test', 'test/dialect.test.ts');
  await made.call('npm', 'pack', '--loglevel=error');
  return { made, tarball: join(made.directory, 'caisson-youki-0.1.0.tgz') };
};

const byName = `import { appendFileSync } from 'node:fs';
import { runtime } from '@caisson/runtime';
import { contract } from './contract.ts';
import { knownFailures } from './known-failures.ts';

const file = process.env['CAISSON_OUTCOMES'];
await contract((options) => runtime({ type: 'youki', from: import.meta.url, ...options }), {
  onOutcome: ({ topic, sentence, outcome, why }) => {
    const known = outcome === 'failed' ? knownFailures[topic + ': ' + sentence] : undefined;
    const told = known === undefined ? { outcome, why } : { outcome: 'known', why: known };
    if (file) appendFileSync(file, JSON.stringify({ runtime: 'youki', topic, sentence, ...told }) + '\\n');
  },
});
`;

/** Installs it beside the packed packages, picks it by its name and takes it through the kit. */
const throughTheKit = async (parent, packed, { made, tarball }, youki) => {
  const place = await placeAt(join(parent, 'beside'), packed);
  await place.write('package.json', JSON.stringify({ private: true, type: 'module' }));
  await place.install(['@caisson/runtime', '@caisson/driver-kit', ...kit], tarball);
  for (const file of ['contract.ts', 'fixture.ts', 'known-failures.ts']) {
    await cp(join(made.directory, 'test', file), join(place.directory, file));
  }
  await place.write('by-name.test.ts', byName);
  const file = join(place.directory, 'kit.tap');
  const path = `PATH=${dirname(youki)}:${process.env['PATH']}`;
  const args = ['--test-timeout=120000', '--test-reporter=tap', `--test-reporter-destination=${file}`];
  await place.call('env', path, 'node', '--test', ...args, 'by-name.test.ts').catch(() => {}); // The file tells.
  return outcomesIn(await readFile(file, 'utf8'));
};

/** An outside author's driver, from the template to the kit. */
await main(async () => {
  await setUp('test');
  const youki = thisHost().root ? await provideYouki() : { missing: 'needs root' };
  if ('missing' in youki) {
    const name = `youki, from the template to the kit (${youki.missing})`;
    report({ passed: 0, failed: [], skipped: [{ name, reason: youki.missing }] });
    const outcomes = process.env['CAISSON_OUTCOMES'];
    const outcome = { runtime: 'youki', outcome: 'skipped', why: youki.missing };
    if (outcomes) await appendFile(outcomes, `${JSON.stringify(outcome)}\n`);
    say(`skipped: ${name}`);
    return 0;
  }
  return withTemporary(async (parent) => {
    const packed = await packAll(join(parent, 'tarballs'));
    const { passed, known, failed, skipped } = await throughTheKit(
      parent,
      packed,
      await packedDriver(parent, packed),
      youki.path,
    );
    for (const name of failed) console.log(`FAIL  ${name}`);
    for (const name of known) console.log(`      ${name}`);
    say(
      `youki: ${passed} passed, ${known.length} known failures, ${failed.length} failed, ${skipped.length} skipped`,
    );
    report({
      passed,
      failed: failed.map((name) => ({ name: `youki: ${name}` })),
      skipped: [
        ...skipped.map((name) => ({ name: `youki: ${name}`, reason: 'the example has no such part' })),
      ],
    });
    return failed.length === 0 && passed > 100 ? 0 : 1;
  });
});

import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../../process/run.mjs';
import { find } from '../host.mjs';
import { cache, environment } from '../root.mjs';
import { say } from '../say.mjs';
import { hashOf, isDone, markDone } from '../stamp.mjs';
import { isAtLeast, versionIn } from '../versions.mjs';

/** The day of gVisor's module that go.mod pins, which is what that runsc calls itself. */
const release = 'release-20260224';
const module = fileURLToPath(new URL('./gvisor/', import.meta.url));
const oldestGo = '1.25';
// A minute on two quiet cores.
const limitMs = 10 * 60_000;

/** A current runsc, built from gVisor's own Go module. */
export const currentRunsc = join(cache, 'runsc', release, 'runsc');

const goHere = async () => {
  const go = find('go');
  if (go === undefined) return undefined;
  const { ok, output } = await run(go, ['env', 'GOVERSION'], { env: environment(), limitMs });
  const version = ok ? versionIn(output) : undefined;
  return version !== undefined && isAtLeast(version, oldestGo) ? go : undefined;
};

const works = async () =>
  (await run(currentRunsc, ['--version'], { limitMs: 20_000 })).output.includes(release);

/**
 * Builds it where Go is at hand. Go keeps what it has compiled, so that another tree's build takes seconds.
 * @returns {Promise<readonly string[]>} why it could not be built, in sentences
 */
export const buildCurrent = async () => {
  const hash = await hashOf(['go.mod', 'go.sum'].map((name) => join(module, name)));
  if ((await isDone('runsc', hash)) && (await works())) return [];
  const go = await goHere();
  if (go === undefined) return [];
  say(`go build: runsc ${release} from gVisor's module, a minute or two`);
  await mkdir(dirname(currentRunsc), { recursive: true });
  const { ok, how, output } = await run(
    'nice',
    [
      go,
      'build',
      '-mod=readonly',
      '-trimpath',
      '-ldflags',
      `-s -w -X gvisor.dev/gvisor/runsc/version.version=${release}`,
      '-o',
      currentRunsc,
      'gvisor.dev/gvisor/runsc',
    ],
    { cwd: module, env: environment({ CGO_ENABLED: '0', GOTOOLCHAIN: 'local' }), limitMs },
  );
  if (!ok) return [`A current runsc could not be built (${how}): ${output.trim().split('\n').at(-1)}`];
  await markDone('runsc', hash);
  return [];
};

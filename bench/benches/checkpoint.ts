import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Runtime } from '@caisson/core';
import { runc } from '@caisson/runc';
import type { Place } from '../harness/bench.ts';
import { type Comparison, comparing } from '../harness/comparison.ts';
import type { Side } from '../harness/side.ts';
import { bareRunc } from '../parts/bare.ts';
import { fill, filledBundle } from '../parts/filled.ts';
import { toDisk } from '../parts/on-disk.ts';
import { uniqueId } from '../parts/workshop.ts';

/** The bare command promises nothing of the disk, and ours does: what it takes with that promise. */
const onDisk = 'then fsync';
/** What ours takes where it promises as little. */
const noFsync = 'no fsync';

/** Of the container, in MB. */
const sizes = [10, 100, 1_000] as const;
const rounds = { 10: 20, 100: 15, 1000: 7 } as const;

/** Checkpoints that end their container and restores of it, against the bare commands. */
export const checkpoint = comparing(
  'checkpoint',
  'checkpoint and restore of 10, 100 and 1,000 MB, beside the bare runc commands',
  async (place, kept) => {
    const root = join(place.dir, 'state');
    const runtime = await runc({ root, waiting: 'native' });
    kept.use(runtime);
    kept.defer(async () => {
      for (const { id } of await runtime.list()) await runtime.delete(id, { force: true });
    });
    const comparisons: Comparison[] = [];
    for (const megabytes of sizes) {
      const made = await filled(place, runtime, root, megabytes);
      const plan = { batch: 1, warmUp: 1, rounds: Math.min(place.plan.rounds, rounds[megabytes]) };
      const limitsOf = (verb: string, ...bare: readonly string[]) =>
        bare.map((to) => ({ of: `${verb}, no checksums`, to, atMost: 1.15 }));
      const likeBare = { of: `checkpoint, no checksums, ${noFsync}`, to: 'runc checkpoint', atMost: 1.15 };
      comparisons.push(
        {
          title: `checkpoint, ${megabytes} MB`,
          sides: checkpoints(made),
          limits: [...limitsOf('checkpoint', 'runc checkpoint', `runc checkpoint, ${onDisk}`), likeBare],
          plan,
        },
        {
          title: `restore, ${megabytes} MB`,
          sides: restores(made),
          limits: limitsOf('restore', 'runc restore'),
          plan,
        },
      );
    }
    return comparisons;
  },
);

interface Filled {
  readonly runtime: Runtime;
  readonly dir: string;
  readonly root: string;
  readonly bundle: string;
  /** The image that every side restores. */
  readonly image: string;
}

const filled = async (place: Place, runtime: Runtime, root: string, megabytes: number): Promise<Filled> => {
  const bundle = await filledBundle(place, megabytes);
  const [id, image] = [uniqueId(), join(place.dir, `image-${megabytes}`)];
  await fill(runtime, id, bundle, megabytes);
  await runtime.checkpoint(id, { imagePath: image });
  return { runtime, dir: place.dir, root, bundle, image };
};

const bareRestore = ({ dir, root, bundle, image }: Filled, id: string): Promise<void> => {
  const paths = ['--image-path', image, '--work-path', join(dir, 'work'), '--bundle', bundle];
  return bareRunc('discarded', ['--root', root, 'restore', '--detach', ...paths, id]);
};

/** Settles when it runs; what it gives settles when it has ended. */
const restored = async (
  { runtime, bundle, image }: Filled,
  id: string,
  checksums: boolean,
): Promise<{ readonly ended: Promise<unknown> }> => {
  const started = Promise.withResolvers<void>();
  const ended = runtime.restore(id, bundle, {
    imagePath: image,
    checksums,
    onStarted: () => started.resolve(),
  });
  ended.catch(started.reject);
  await started.promise;
  return { ended };
};

const checkpoints = (made: Filled): readonly Side[] => {
  const { runtime, dir, root } = made;
  const side = (name: string, work: (id: string, to: string) => Promise<void>): Side => {
    let id = '';
    let ended: Promise<unknown> | undefined;
    const to = join(dir, 'made');
    return {
      name,
      ready: async () => {
        id = uniqueId();
        ({ ended } = await restored(made, id, false));
      },
      once: () => work(id, to),
      clear: async () => {
        await ended;
        await rm(to, { recursive: true });
      },
    };
  };
  const bare = (id: string, to: string): Promise<void> =>
    bareRunc('discarded', [
      '--root',
      root,
      'checkpoint',
      '--image-path',
      to,
      '--work-path',
      join(dir, 'work'),
      id,
    ]);
  const ours =
    (checksums: boolean, fsync = true) =>
    (id: string, imagePath: string) =>
      runtime.checkpoint(id, { imagePath, checksums, fsync });
  return [
    side('runc checkpoint', bare),
    side(`runc checkpoint, ${onDisk}`, async (id, to) => {
      await bare(id, to);
      await toDisk(to);
    }),
    side(`checkpoint, no checksums, ${noFsync}`, ours(false, false)),
    side('checkpoint, no checksums', ours(false)),
    side('checkpoint', ours(true)),
  ];
};

const restores = (made: Filled): readonly Side[] => {
  const { runtime } = made;
  const ours = (name: string, checksums: boolean): Side => {
    let life: { readonly id: string; readonly ended: Promise<unknown> } | undefined;
    return {
      name,
      once: async () => {
        const id = uniqueId();
        life = { id, ...(await restored(made, id, checksums)) };
      },
      clear: async () => {
        if (life) await runtime.kill(life.id, 'SIGKILL');
        await life?.ended;
      },
    };
  };
  let id = '';
  const bare: Side = {
    name: 'runc restore',
    once: () => {
      id = uniqueId();
      return bareRestore(made, id);
    },
    clear: () => runtime.delete(id, { force: true }),
  };
  return [bare, ours('restore, no checksums', false), ours('restore', true)];
};

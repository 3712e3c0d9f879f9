import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runsc as driver } from '@caisson/runsc';
import { type Comparison, comparing } from '../harness/comparison.ts';
import type { Side } from '../harness/side.ts';
import { bare } from '../parts/bare.ts';
import { type Bindings, bindings } from '../parts/runsc/bindings.ts';
import { bothStreams, checkSuccess, type Streams, sinks } from '../parts/streams.ts';
import { uniqueId, type Workshop, workshopOf } from '../parts/workshop.ts';

const options = { platform: 'systrap', network: 'none', waiting: 'native' } as const;
const flags = ['--platform=systrap', '--network=none'];

/** `run` and `exec` of `true` in gVisor, against the bare command and gVisor's own Python bindings. */
export const runsc = comparing(
  'runsc',
  'gVisor: `run` and `exec` of true, beside the bare runsc command and its Python bindings',
  async (place, kept) => {
    const shop = await workshopOf('runsc', (root) => driver({ root, ...options }), place, kept);
    const bundle = await shop.bundle('true');
    const id = await shop.sleeper();
    const python = await withBindings(join(place.dir, 'bindings'), kept);
    return [
      ...bothStreams.map((streams) => runs(shop, bundle, streams)),
      ...bothStreams.map((streams) => execs(shop, id, streams)),
      ...(python ? [python] : []),
    ];
  },
);

const runs = ({ runtime, root }: Workshop, bundle: string, streams: Streams): Comparison => ({
  title: `runsc: run true, streams ${streams}`,
  sides: [
    {
      name: 'runsc run',
      once: async () => {
        const id = uniqueId();
        await bare('runsc', streams, ['--root', join(root, id), ...flags, 'run', '--bundle', bundle, id]);
      },
    },
    {
      name: 'run',
      once: async () => checkSuccess(await runtime.run(uniqueId(), bundle, sinks(streams))),
    },
  ],
  limits: [{ of: 'run', to: 'runsc run', atMost: 1.1 }],
});

const exec = (runtime: Workshop['runtime'], id: string, streams: Streams): Side => ({
  name: 'exec',
  once: async () => checkSuccess(await runtime.exec(id, { args: ['true'], cwd: '/' }, sinks(streams))),
});

const bareExec = (root: string, id: string, streams: Streams): Side => ({
  name: 'runsc exec',
  once: () => bare('runsc', streams, ['--root', join(root, id), ...flags, 'exec', id, 'true']),
});

const execs = ({ runtime, root }: Workshop, id: string, streams: Streams): Comparison => ({
  title: `runsc: exec true, streams ${streams}`,
  sides: [bareExec(root, id, streams), exec(runtime, id, streams)],
  limits: [{ of: 'exec', to: 'runsc exec', atMost: 1.15 }],
});

/** All three in the very sandbox that the bindings have made. */
const withBindings = async (dir: string, kept: AsyncDisposableStack): Promise<Comparison | undefined> => {
  await mkdir(dir);
  const runtime = kept.use(await driver({ root: dir, ...options }));
  let python: Bindings;
  try {
    python = await bindings(dir, 'runsc', kept);
  } catch (error) {
    process.stderr.write(`gVisor's Python bindings cannot be had, and are left out: ${error}\n`);
    return undefined;
  }
  return {
    title: "runsc: exec true in a sandbox of gVisor's Python bindings, streams piped",
    sides: [
      { name: 'gvisor (PyPI)', once: python.exec },
      bareExec(dir, 'state', 'piped'),
      exec(runtime, 'state', 'piped'),
    ],
    limits: [],
  };
};

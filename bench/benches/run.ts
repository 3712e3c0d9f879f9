import { type Comparison, comparing } from '../harness/comparison.ts';
import { bareRunc } from '../parts/bare.ts';
import { bothStreams, checkSuccess, type Streams, sinks } from '../parts/streams.ts';
import { uniqueId, type Workshop, workshop } from '../parts/workshop.ts';

const hooks = { onCreated: () => {}, onStarted: () => {} };

/** `run` of `true`, from nothing to nothing, against a foreground `runc run`, which deletes its container too. */
export const run = comparing('run', '`run` of true, beside the bare runc command', async (place, kept) => {
  const shop = await workshop(place, kept);
  const bundle = await shop.bundle('true');
  return bothStreams.map((streams) => comparison(shop, bundle, streams));
});

const comparison = ({ runtime, root }: Workshop, bundle: string, streams: Streams): Comparison => ({
  title: `run true, streams ${streams}`,
  sides: [
    {
      name: 'runc run',
      once: () => bareRunc(streams, ['--root', root, 'run', '--bundle', bundle, uniqueId()]),
    },
    {
      name: 'run',
      once: async () => checkSuccess(await runtime.run(uniqueId(), bundle, sinks(streams))),
    },
    {
      name: 'run with hooks',
      once: async () => checkSuccess(await runtime.run(uniqueId(), bundle, { ...sinks(streams), ...hooks })),
    },
  ],
  limits: [
    { of: 'run', to: 'runc run', atMost: 1.3 },
    { of: 'run with hooks', to: 'runc run', atMost: 1.75 },
  ],
});

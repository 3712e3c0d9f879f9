import { type Comparison, comparing } from '../harness/comparison.ts';
import { bareRunc } from '../parts/bare.ts';
import { bothStreams, checkSuccess, type Streams, sinks } from '../parts/streams.ts';
import { type Workshop, workshop } from '../parts/workshop.ts';

/** `exec` of `true` in a container that sleeps, against a foreground `runc exec` in the same one. */
export const exec = comparing('exec', '`exec` of true, beside the bare runc command', async (place, kept) => {
  const shop = await workshop(place, kept);
  const id = await shop.sleeper();
  return bothStreams.map((streams) => comparison(shop, id, streams));
});

const comparison = ({ runtime, root }: Workshop, id: string, streams: Streams): Comparison => ({
  title: `exec true, streams ${streams}`,
  sides: [
    { name: 'runc exec', once: () => bareRunc(streams, ['--root', root, 'exec', id, 'true']) },
    {
      name: 'exec',
      once: async () => checkSuccess(await runtime.exec(id, { args: ['true'], cwd: '/' }, sinks(streams))),
    },
  ],
  limits: [{ of: 'exec', to: 'runc exec', atMost: 1.25 }],
});

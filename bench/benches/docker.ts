import { join } from 'node:path';
import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type Docker from 'dockerode';
import { comparing } from '../harness/comparison.ts';
import type { Side } from '../harness/side.ts';
import { dockerd } from '../parts/dockerd.ts';
import { importImage } from '../parts/image.ts';
import { checkSuccess, sinks } from '../parts/streams.ts';
import { uniqueId, workshop } from '../parts/workshop.ts';

const image = 'caisson-bench';

/** The same program in the same root filesystem, output piped, by us and by dockerode's documented way. */
export const docker = comparing(
  'docker',
  '`run` and `exec` of true, beside dockerode',
  async (place, kept) => {
    const { runtime, bundle, sleeper } = await workshop(place, kept);
    const peer = await dockerd(join(place.dir, 'docker'), kept);
    await importImage(peer, join(place.dir, 'rootfs'), image);
    const [id, theirs] = [await sleeper(), await theirSleeper(peer, kept)];
    const trueBundle = await bundle('true');
    const plan = { batch: 2 };
    return [
      {
        title: 'run true, output piped',
        plan,
        sides: [
          {
            name: 'run',
            once: async () => checkSuccess(await runtime.run(uniqueId(), trueBundle, sinks('piped'))),
          },
          theirRun(peer),
        ],
        limits: [{ of: 'dockerode run', to: 'run', atLeast: 4 }],
      },
      {
        title: 'exec true, output piped',
        plan,
        sides: [
          {
            name: 'exec',
            once: async () =>
              checkSuccess(await runtime.exec(id, { args: ['true'], cwd: '/' }, sinks('piped'))),
          },
          theirExec(theirs),
        ],
        limits: [{ of: 'dockerode exec', to: 'exec', atLeast: 4 }],
      },
    ];
  },
);

const drop = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });

const theirRun = (peer: Docker): Side => ({
  name: 'dockerode run',
  once: async () => {
    const options = { Tty: false, HostConfig: { NetworkMode: 'none' } };
    const [end, container] = (await peer.run(image, ['true'], [drop(), drop()] as never, options)) as [
      { readonly StatusCode: number },
      Docker.Container,
    ];
    checkSuccess({ exitCode: end.StatusCode });
    await container.remove();
  },
});

const theirExec = (container: Docker.Container): Side => ({
  name: 'dockerode exec',
  once: async () => {
    const made = await container.exec({ Cmd: ['true'], AttachStdout: true, AttachStderr: true });
    const stream = await made.start({});
    container.modem.demuxStream(stream, drop(), drop());
    await finished(stream, { writable: false });
    checkSuccess({ exitCode: (await made.inspect()).ExitCode ?? -1 });
  },
});

const theirSleeper = async (peer: Docker, kept: AsyncDisposableStack): Promise<Docker.Container> => {
  const container = await peer.createContainer({
    Image: image,
    Cmd: ['sleep', '100000'],
    HostConfig: { NetworkMode: 'none' },
  });
  kept.defer(() => container.remove({ force: true }));
  await container.start();
  return container;
};

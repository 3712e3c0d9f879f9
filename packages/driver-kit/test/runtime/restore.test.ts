import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { defineRuntime } from '../../src/index.ts';
import { temporaryDir, writeBundle } from '../fixtures/bundle.ts';
import { broken, type FakeImages, fakeImages, plugin } from '../fixtures/fake-images.ts';

const dir = temporaryDir();
const bundle = writeBundle(join(dir, 'bundle'));
let images = 0;
let imagePath: string;
let fake: FakeImages;
let runtime: ReturnType<typeof defineRuntime>;

beforeEach(async () => {
  fake = fakeImages();
  runtime = defineRuntime(fake.engine);
  imagePath = join(dir, `image-${++images}`);
  await runtime.create('a', bundle);
  await runtime.start('a');
  await runtime.checkpoint('a', { imagePath });
  fake.log.length = 0;
});

const done = (): readonly string[] => fake.log.filter((line) => !line.startsWith('state '));
const oom = async () => {
  fake.log.push('armed');
  return { kills: async () => 0, [Symbol.asyncDispose]: async () => void fake.log.push('disarmed') };
};

describe('a restore', () => {
  test('verifies in reverse, arms the watcher, resumes, and tells its start and its end', async () => {
    const plugins = [plugin('one', fake.log), plugin('two', fake.log)];
    const status = await runtime.restore('b', bundle, {
      imagePath,
      plugins,
      oom,
      tcpClose: true,
      onStarted: ({ id, pid }) => {
        fake.log.push(`started ${id} ${typeof pid}`);
        fake.processes.get('b')?.end(7);
      },
    });
    expect(status).toMatchObject({ exitCode: 7, signal: null });
    expect(done()).toEqual([
      'verify two',
      'verify one',
      'restored b',
      'armed',
      'resume two',
      'resume one',
      'started b number',
      'exited b',
      'counted b',
      'delete b force',
      'disarmed',
      'released b',
    ]);
    expect(fake.asked.at(-1)).toMatchObject({ imagePath, tcpClose: true });
  });

  test('starts nothing where a plug-in does not verify, or the image is not whole', async () => {
    const plugins = [plugin('one', fake.log, { verify: broken('no device') })];
    await expect(runtime.restore('b', bundle, { imagePath, plugins })).rejects.toMatchObject({
      code: 'ERR_DEVICES',
    });
    expect(done()).toEqual(['verify one']);
    truncateSync(join(imagePath, 'pages'), 1);
    await expect(runtime.restore('b', bundle, { imagePath, plugins })).rejects.toMatchObject({
      code: 'ERR_IMAGE_INCOMPATIBLE',
    });
    expect(done()).toEqual(['verify one']);
  });

  test('kills what a plug-in cannot resume', async () => {
    const plugins = [plugin('one', fake.log, { resume: broken('no device') })];
    await expect(runtime.restore('b', bundle, { imagePath, plugins })).rejects.toMatchObject({
      code: 'ERR_DEVICES',
      status: { exitCode: 137 },
    });
    expect(done().at(-1)).toBe('released b');
    await expect(runtime.state('b')).rejects.toMatchObject({ code: 'ERR_CONTAINER_NOT_FOUND' });
  });

  test.each(['verify', 'restore', 'resume', 'started'] as const)(
    'that is aborted at %s leaves nothing',
    async (at) => {
      const stop = new AbortController();
      const abort = (): void => stop.abort();
      if (at === 'restore') fake.during.restore = abort;
      const plugins = [plugin('one', fake.log, { [at]: abort })];
      const work = runtime.restore('b', bundle, {
        imagePath,
        plugins,
        signal: stop.signal,
        onStarted: at === 'started' ? abort : () => {},
      });
      await expect(work).rejects.toMatchObject({ code: 'ERR_ABORTED' });
      if (at === 'verify') expect(done()).toEqual(['verify one']);
      else expect(done().at(-1)).toBe('released b');
      await expect(runtime.state('b')).rejects.toMatchObject({ code: 'ERR_CONTAINER_NOT_FOUND' });
    },
  );

  test('tells the tool’s log, be it of a failure', async () => {
    const said: string[] = [];
    fake.during.restore = broken('no room');
    const log = (chunk: Uint8Array): void => void said.push(Buffer.from(chunk).toString());
    await expect(runtime.restore('b', bundle, { imagePath, log })).rejects.toMatchObject({
      message: 'no room',
    });
    expect(said).toEqual(['restored\n']);
  });
});

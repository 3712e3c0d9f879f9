import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest } from '@caisson/image';
import { describe, expect, test } from 'vitest';
import { defineRuntime } from '../../src/index.ts';
import { temporaryDir, writeBundle } from '../fixtures/bundle.ts';
import { broken, type FakeImages, fakeImages, plugin } from '../fixtures/fake-images.ts';

const dir = temporaryDir();
const bundle = writeBundle(join(dir, 'bundle'));
let images = 0;
const place = (): string => join(dir, `image-${++images}`);

/** A container that runs, its log empty. */
const running = async (fake: FakeImages) => {
  const runtime = defineRuntime(fake.engine);
  await runtime.create('a', bundle);
  await runtime.start('a');
  fake.log.length = 0;
  return runtime;
};

/** What was done, the questions left out. */
const done = ({ log }: FakeImages): readonly string[] => log.filter((line) => !line.startsWith('state '));

describe('a checkpoint', () => {
  test('suspends in order, makes the image, and ends the container for whoever waits', async () => {
    const fake = fakeImages();
    const runtime = await running(fake);
    fake.kills = 2;
    const waited = runtime.wait('a');
    const imagePath = place();
    const [one, two] = [
      plugin('one', fake.log),
      plugin('two', fake.log, { describe: () => ({ devices: 1 }) }),
    ];
    await runtime.checkpoint('a', { imagePath, plugins: [one, two] });
    // Kills that came before and did not end it are no reason of its end.
    expect(await waited).toMatchObject({ exitCode: 137, oomKills: 2, oomKilled: false });
    expect(done(fake)).toEqual([
      'suspend one',
      'suspend two',
      'counted a',
      'image of a',
      'exited a',
      'counted a',
      'delete a force',
      'released a',
    ]);
    expect(readManifest(imagePath)).toMatchObject({
      tool: 'FAKE 1',
      plugins: { two: { devices: 1 } },
      size: 6,
    });
    await expect(runtime.state('a')).rejects.toMatchObject({ code: 'ERR_CONTAINER_NOT_FOUND' });
  });

  test('deletes no container that the engine has deleted with its image', async () => {
    const fake = fakeImages();
    fake.removes = true;
    const runtime = await running(fake);
    const waited = runtime.wait('a');
    const imagePath = place();
    await runtime.checkpoint('a', { imagePath });
    expect(await waited).toMatchObject({ exitCode: 137 });
    expect(done(fake)).toEqual(['counted a', 'image of a', 'exited a', 'counted a', 'released a']);
    expect(readManifest(imagePath)).not.toHaveProperty('removed');
  });

  test('brings the devices back in reverse where the container runs on', async () => {
    const fake = fakeImages();
    const runtime = await running(fake);
    const imagePath = place();
    const plugins = [plugin('one', fake.log), plugin('two', fake.log)];
    await runtime.checkpoint('a', { imagePath, leaveRunning: true, plugins });
    expect(done(fake)).toEqual(['suspend one', 'suspend two', 'image of a', 'undo two', 'undo one']);
    expect(await runtime.state('a')).toMatchObject({ status: 'running' });
    await runtime.delete('a', { force: true });
  });

  test.each([
    [
      'a plug-in suspends',
      { suspend: broken('no') },
      ['suspend one', 'suspend two', 'undo one'],
      'ERR_DEVICES',
    ],
    [
      'a plug-in describes',
      { describe: broken('no') },
      ['suspend one', 'suspend two', 'undo two', 'undo one'],
      'ERR_DEVICES',
    ],
  ])('that fails while %s brings back what was suspended, and only that', async (_what, at, log, code) => {
    const fake = fakeImages();
    const runtime = await running(fake);
    const imagePath = place();
    const plugins = [plugin('one', fake.log), plugin('two', fake.log, at)];
    await expect(runtime.checkpoint('a', { imagePath, plugins })).rejects.toMatchObject({ code });
    expect(done(fake)).toEqual(log);
    expect(readdirSync(dir).filter((name) => name.includes(`image-${images}`))).toEqual([]);
    expect(await runtime.state('a')).toMatchObject({ status: 'running' });
    await runtime.delete('a', { force: true });
  });

  test('that fails in the middle brings back the devices, and leaves nothing of the image', async () => {
    const fake = fakeImages();
    const runtime = await running(fake);
    fake.during.checkpoint = broken('disk full');
    const imagePath = place();
    const said: string[] = [];
    const options = {
      imagePath,
      plugins: [plugin('one', fake.log)],
      log: (chunk: Uint8Array) => void said.push(Buffer.from(chunk).toString()),
    };
    await expect(runtime.checkpoint('a', options)).rejects.toMatchObject({ message: 'disk full' });
    expect(done(fake)).toEqual(['suspend one', 'counted a', 'image of a', 'undo one']);
    expect(said).toEqual(['dumped\n']);
    expect(readdirSync(dir).filter((name) => name.includes(`image-${images}`))).toEqual([]);
    await runtime.delete('a', { force: true });
  });

  test.each(['suspend', 'image', 'undo'] as const)(
    'that is aborted during %s leaves it running',
    async (stage) => {
      const fake = fakeImages();
      const runtime = await running(fake);
      const stop = new AbortController();
      const abort = (): void => stop.abort(new Error('enough'));
      if (stage === 'image') fake.during.checkpoint = abort;
      const imagePath = place();
      const plugins = [
        plugin('one', fake.log, {
          ...(stage === 'suspend' ? { suspend: abort } : {}),
          ...(stage === 'undo' ? { undo: abort } : {}),
        }),
        plugin('two', fake.log),
      ];
      const work = runtime.checkpoint('a', { imagePath, leaveRunning: true, plugins, signal: stop.signal });
      await expect(work).rejects.toMatchObject({ code: 'ERR_ABORTED', cause: { message: 'enough' } });
      expect(done(fake).filter((line) => line.startsWith('undo')).length).toBe(
        done(fake).filter((line) => line.startsWith('suspend')).length,
      );
      expect(readdirSync(dir).filter((name) => name.includes(`image-${images}`))).toEqual([]);
      expect(await runtime.state('a')).toMatchObject({ status: 'running' });
      await runtime.delete('a', { force: true });
    },
  );

  test('that is aborted when the container has ended with its image is a success', async () => {
    const fake = fakeImages();
    const runtime = await running(fake);
    const stop = new AbortController();
    fake.during.checkpoint = () => stop.abort();
    const imagePath = place();
    await runtime.checkpoint('a', { imagePath, signal: stop.signal });
    expect(existsSync(imagePath)).toBe(true);
  });

  test('tells what failed first and what stays suspended where a device cannot be brought back', async () => {
    const fake = fakeImages();
    const runtime = await running(fake);
    const plugins = [
      plugin('one', fake.log, { undo: broken('stuck') }),
      plugin('two', fake.log, { suspend: broken('no') }),
    ];
    const error = await runtime
      .checkpoint('a', { imagePath: place(), plugins })
      .catch((cause: unknown) => cause);
    expect(error).toMatchObject({
      code: 'ERR_CHECKPOINT_FAILED',
      reason: expect.stringMatching(/no.*stuck/s),
    });
    await runtime.delete('a', { force: true });
  });

  test('gives the tool the time of the plug-in that needs most', async () => {
    const fake = fakeImages();
    const runtime = await running(fake);
    const plugins = [50, 90_000, 70].map((ms, n) => ({ ...plugin(`p${n}`, fake.log), toolTimeoutMs: ms }));
    await runtime.checkpoint('a', { imagePath: place(), leaveRunning: true, plugins });
    expect(fake.asked).toMatchObject([{ toolTimeoutMs: 90_000, tcpEstablished: false, external: [] }]);
    await runtime.delete('a', { force: true });
  });

  test('keeps the tool’s files where it is told to, and is refused where they cannot be', async () => {
    const fake = fakeImages();
    const runtime = await running(fake);
    const workPath = join(dir, 'logs/of/a');
    await runtime.checkpoint('a', { imagePath: place(), workPath, leaveRunning: true });
    expect(readdirSync(workPath)).toEqual(['dump.log']);
    await expect(
      runtime.checkpoint('a', { imagePath: place(), workPath: '/dev/null/logs' }),
    ).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', message: expect.stringContaining('workPath') });
    await runtime.delete('a', { force: true });
  });

  test('waits for nobody at a FIFO in its workPath: at a log’s place it is refused, elsewhere left alone', async () => {
    const fake = fakeImages();
    const runtime = await running(fake);
    const workPath = join(dir, 'logs-with-fifo');
    mkdirSync(workPath);
    const told: string[] = [];
    const log = (chunk: Uint8Array): void => void told.push(chunk.toString());
    const checkpoint = (): Promise<void> =>
      runtime.checkpoint('a', { imagePath: place(), workPath, leaveRunning: true, log });
    const fifo = (name: string): void => void execFileSync('mkfifo', [join(workPath, name)]);
    fifo('other.log');
    await checkpoint();
    expect(told.join('')).toBe('dumped\n');
    rmSync(join(workPath, 'dump.log'));
    fifo('dump.log');
    const error = {
      code: 'ERR_INVALID_OPTION',
      message: expect.stringMatching(/dump\.log .* no regular file/),
    };
    await expect(checkpoint()).rejects.toMatchObject(error);
    expect(done(fake)).toEqual(['image of a']);
    expect((await runtime.state('a')).status).toBe('running');
    await runtime.delete('a', { force: true });
  });
});

import { existsSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckpointOptions, Runtime } from '@caisson/core';
import { readManifest } from '@caisson/image';
import { beforeAll, expect, it } from 'vitest';
import { failure } from '../support/failure.ts';
import { gather } from '../support/gather.ts';
import { piecesOf, withImagesOnce } from '../support/images.ts';
import { until } from '../support/until.ts';
import { sh, world } from '../support/world.ts';

const here = world();
// A subshell forks: CRIU cannot stop what waits in vfork (see `tick` of the conformance kit).
const counting = sh('i=0; while :; do i=$((i+1)); echo $i; (sleep 0.02); done');
let images = 0;
const image = (): string => join(here.dir, `image-${++images}`);

withImagesOnce('a checkpoint that is refused or fails', () => {
  let runtime: Runtime;
  beforeAll(async () => {
    runtime = await here.runtime();
  });

  /** While it runs, which it must after all: it says more. */
  const during = async (
    program: readonly string[],
    work: (id: string) => Promise<void>,
    streams: { readonly stdout?: { readonly file: string } } = {},
  ): Promise<void> => {
    const [id, out, stop] = [here.id(), gather(), new AbortController()];
    const running = runtime.run(id, await here.bundle(program), {
      ...(streams.stdout ? streams : { stdout: out.sink }),
      signal: stop.signal,
      onStarted: async () => {
        if (!streams.stdout) await until(() => out.text() !== '');
        await work(id);
        expect(await runtime.state(id)).toMatchObject({ status: 'running' });
        const seen = out.text();
        if (!streams.stdout) await until(() => out.text() !== seen);
        stop.abort();
      },
    });
    await failure('ERR_ABORTED', running);
    expect(here.remains.now()).toEqual([]);
  };

  it('says what is wrong before anything is frozen', async () => {
    const full = image();
    mkdirSync(full);
    writeFileSync(join(full, 'x'), '');
    await during(counting, async (id) => {
      const refused = (options: unknown): Promise<unknown> =>
        failure('ERR_INVALID_OPTION', runtime.checkpoint(id, options as CheckpointOptions));
      await refused({ imagePath: full });
      await refused({});
      await refused({ imagePath: image(), preDump: true, leaveRunning: false });
      await refused({ imagePath: image(), plugins: [{}] });
      await refused({ imagePath: image(), lazy: true });
      await refused({ imagePath: join(here.dir, 'no', 'such', 'place') });
    });
    await failure('ERR_CONTAINER_NOT_FOUND', runtime.checkpoint(here.id(), { imagePath: image() }));
  });

  it('refuses what no image can hold: a process of exec, a container that was not started', async () => {
    await during(counting, async (id) => {
      const imagePath = image();
      await runtime.exec(id, here.process(['sleep', '1000']), {
        onStarted: async ({ pid = 0 }) => {
          const error = await failure('ERR_WRONG_STATE', runtime.checkpoint(id, { imagePath }));
          expect(error.reason).toContain("1 of exec's processes");
          await runtime.kill(id, 'SIGKILL', { pid });
        },
      });
      expect(piecesOf(imagePath)).toEqual([]);
    });
    const id = here.id();
    await runtime.create(id, await here.bundle(counting));
    await failure('ERR_WRONG_STATE', runtime.checkpoint(id, { imagePath: image() }));
    await runtime.delete(id, { force: true });
  });

  it('says that a stream to a file of the host cannot be held, and what to give', async () => {
    const imagePath = image();
    const stdout = { file: join(here.dir, 'out') };
    await during(
      counting,
      async (id) => {
        const log = gather();
        const error = await failure(
          'ERR_CHECKPOINT_FAILED',
          runtime.checkpoint(id, { imagePath, log: log.sink }),
        );
        expect(error).toMatchObject({
          reason: expect.stringContaining('{ file }'),
          words: expect.stringContaining('Error ('),
        });
        expect(log.text()).toContain('Dumping FAILED');
        expect(piecesOf(imagePath)).toEqual([]);
      },
      { stdout },
    );
  });

  it('says that locks are held, and keeps them if asked', async () => {
    const locking = [
      'perl',
      '-e',
      'use Fcntl ":flock"; $| = 1; open F, ">", "/tmp/lock"; flock F, LOCK_EX; while (1) { print ++$n, "\\n"; select undef, undef, undef, 0.02 }',
    ];
    await during(locking, async (id) => {
      const error = await failure('ERR_CHECKPOINT_FAILED', runtime.checkpoint(id, { imagePath: image() }));
      expect(error.reason).toContain('fileLocks');
      await runtime.checkpoint(id, { imagePath: image(), fileLocks: true, leaveRunning: true });
    });
  });

  it('refuses two at once', async () => {
    await during(counting, async (id) => {
      const two = [image(), image()].map((imagePath) =>
        runtime.checkpoint(id, { imagePath, leaveRunning: true }).then(
          () => 'made',
          ({ code }: { code: string }) => code,
        ),
      );
      expect((await Promise.all(two)).sort()).toEqual(['ERR_WRONG_STATE', 'made']);
    });
  });
});

withImagesOnce('a restore that is refused or fails', () => {
  let runtime: Runtime;
  let imagePath: string;
  let bundle: string;
  beforeAll(async () => {
    runtime = await here.runtime();
    imagePath = image();
    bundle = await here.bundle(['sleep', '1000']);
    const id = here.id();
    await runtime.run(id, bundle, { onStarted: () => runtime.checkpoint(id, { imagePath }) });
  });

  const pages = (): string =>
    Object.keys(readManifest(imagePath)?.files ?? {}).find((name) => /^pages-\d+\.img$/.test(name)) ?? '';

  it('starts nothing of an image of which one byte has changed', async () => {
    await using file = await open(join(imagePath, pages()), 'r+');
    const byte = Buffer.alloc(1);
    await file.read(byte, 0, 1, 5_000);
    await file.write(Buffer.from([(byte[0] ?? 0) ^ 1]), 0, 1, 5_000);
    const error = await failure('ERR_IMAGE_INCOMPATIBLE', runtime.restore(here.id(), bundle, { imagePath }));
    expect(error.reason).toContain('its checksum is another');
    await file.write(byte, 0, 1, 5_000);
    expect(here.remains.now()).toEqual([]);
  });

  it('starts nothing of an image that was cut short, nor where there is none', async () => {
    const { files = {} } = readManifest(imagePath) ?? {};
    const path = join(imagePath, pages());
    const whole = await open(path).then(async (file) => {
      await using opened = file;
      return opened.readFile();
    });
    truncateSync(path, (files[pages()]?.size ?? 0) - 4_096);
    await failure('ERR_IMAGE_INCOMPATIBLE', runtime.restore(here.id(), bundle, { imagePath }));
    // Without its checksums neither: sizes are compared all the same.
    await failure(
      'ERR_IMAGE_INCOMPATIBLE',
      runtime.restore(here.id(), bundle, { imagePath, checksums: false }),
    );
    writeFileSync(path, whole);
    await failure('ERR_IMAGE_INCOMPATIBLE', runtime.restore(here.id(), bundle, { imagePath: image() }));
    expect(here.remains.now()).toEqual([]);
  });

  it('refuses an id in use, and mounts that the image does not have', async () => {
    const id = here.id();
    await runtime.create(id, await here.bundle(['sleep', '1000']));
    await failure('ERR_CONTAINER_EXISTS', runtime.restore(id, bundle, { imagePath }));
    await (await here.runtime()).delete(id, { force: true });
    const other = await here.bundle(['sleep', '1000'], (spec) => ({
      ...spec,
      mounts: [...(spec.mounts ?? []), { destination: '/more', type: 'tmpfs', source: 'tmpfs' }],
    }));
    const error = await failure('ERR_IMAGE_INCOMPATIBLE', runtime.restore(here.id(), other, { imagePath }));
    expect(error.reason).toContain('spec.mounts');
    expect(here.remains.now()).toEqual([]);
  });

  it('says that the root filesystem lacks a program that ran, and leaves nothing', async () => {
    const other = await here.bundle(['sleep', '1000'], (spec) => ({
      ...spec,
      root: { ...spec.root, path: join(here.dir, 'bare') },
      mounts: (spec.mounts ?? []).map((mount) =>
        mount.type === 'bind' || mount.options?.some((option) => option.endsWith('bind'))
          ? { ...mount, source: emptyDirectory() }
          : mount,
      ),
    }));
    const error = await failure('ERR_RESTORE_FAILED', runtime.restore(here.id(), other, { imagePath }));
    expect(error.words).toContain('Error (');
    expect(error.reason).toMatch(/root filesystem|mount/);
    expect(here.remains.now()).toEqual([]);
  });

  const emptyDirectory = (): string => {
    const dir = join(here.dir, 'bare', 'empty');
    if (!existsSync(dir)) mkdirSync(dir, { recursive: true });
    return dir;
  };
});

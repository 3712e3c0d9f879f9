import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { CheckpointPlugin, ExitStatus, RestoreOptions } from '@caisson/core';
import { type ContractTest, topic } from '../suite/topic.ts';
import { type Gathered, gather } from '../world/gather.ts';
import type { RunningProgram } from '../world/running.ts';
import type { World } from '../world/world.ts';

const needs = { programs: ['tick'], capabilities: ['checkpointRestore'] } as const;

const recorder = (name: string, log: string[], parts: Partial<CheckpointPlugin> = {}): CheckpointPlugin => ({
  name,
  suspend: async () => {
    log.push(`suspend ${name}`);
    return async () => void log.push(`undo ${name}`);
  },
  verify: async () => void log.push(`verify ${name}`),
  resume: async () => void log.push(`resume ${name}`),
  ...parts,
});

const ticking = async (here: World): Promise<RunningProgram & { readonly imagePath: string }> => {
  const running = await here.running({ does: 'tick' });
  await here.until('a few ticks', () => running.out.lines().length >= 3);
  return { ...running, imagePath: join(await here.dir(), 'image') };
};

/** A container that has been, and its image. */
const imaged = async (here: World): Promise<Awaited<ReturnType<typeof ticking>>> => {
  const was = await ticking(here);
  await here.soon('checkpoint', here.runtime.checkpoint(was.id, { imagePath: was.imagePath }));
  await here.soon('the end of run', Promise.allSettled([was.ended]));
  await here.soon('delete', here.runtime.delete(was.id, { force: true }));
  return was;
};

const restoring = (
  here: World,
  { id, bundle, imagePath }: Awaited<ReturnType<typeof ticking>>,
  options: Partial<RestoreOptions> = {},
): { readonly out: Gathered; readonly ended: Promise<ExitStatus> } => {
  const out = gather();
  const given = { stdout: out.sink, ...options, imagePath } as RestoreOptions;
  return { out, ended: here.later(here.runtime.restore(id, bundle, given)) };
};

const rejectionOf = async (here: World, work: Promise<unknown>): Promise<unknown> => {
  const [outcome] = await here.soon('the end', Promise.allSettled([work]));
  return outcome.status === 'rejected' ? outcome.reason : 'it resolved';
};

export const checkpoint: readonly ContractTest[] = topic('checkpoint', (it) => {
  it('a checkpoint ends its container', needs, async (here) => {
    const { id, ended, imagePath } = await ticking(here);
    await here.soon('checkpoint', here.runtime.checkpoint(id, { imagePath }));
    await here.soon('the end of run', Promise.allSettled([ended]));
  });

  it('with leaveRunning its container runs on', needs, async (here) => {
    const { id, out, ended, imagePath } = await ticking(here);
    await here.soon('checkpoint', here.runtime.checkpoint(id, { imagePath, leaveRunning: true }));
    const before = out.lines().length;
    await here.until('more ticks', () => out.lines().length > before);
    await here.notNow('the end of run', ended);
  });

  it('restore goes on from where the container was', needs, async (here) => {
    const was = await imaged(here);
    const { out } = restoring(here, was);
    await here.until('a tick', () => out.lines().length > 0);
    assert.ok(Number(out.lines()[0]) >= was.out.lines().length, `it began with ${out.lines()[0]}`);
  });

  it(
    'restore is a run: it tells of its start, and settles with the status when the container is gone',
    needs,
    async (here) => {
      const was = await imaged(here);
      const { promise: started, resolve: onStarted } = Promise.withResolvers<{ readonly id: string }>();
      const { ended } = restoring(here, was, { onStarted });
      assert.equal((await here.soon('onStarted', started)).id, was.id);
      await here.soon('kill', here.runtime.kill(was.id, 'SIGKILL'));
      assert.equal((await here.soon('the end of restore', ended)).exitCode, 137);
      await here.refused(here.runtime.state(was.id), 'ERR_CONTAINER_NOT_FOUND');
    },
  );

  it('an image that is not there is refused, and leaves nothing', needs, async (here) => {
    const was = await ticking(here);
    const id = here.id();
    const { ended } = restoring(here, { ...was, id, imagePath: join(await here.dir(), 'nowhere') });
    await here.refused(ended, 'ERR_IMAGE_INCOMPATIBLE', 'ERR_RESTORE_FAILED');
    await here.refused(here.runtime.state(id), 'ERR_CONTAINER_NOT_FOUND');
  });

  it('restore of an id that is taken is ERR_CONTAINER_EXISTS', needs, async (here) => {
    const was = await imaged(here);
    const { id } = await here.running({ does: 'tick' });
    await here.refused(restoring(here, { ...was, id }).ended, 'ERR_CONTAINER_EXISTS');
  });

  it('an aborted restore leaves nothing', needs, async (here) => {
    const was = await imaged(here);
    const abort = new AbortController();
    const { promise: started, resolve: onStarted } = Promise.withResolvers<unknown>();
    const { ended } = restoring(here, was, { signal: abort.signal, onStarted });
    await here.soon('onStarted', started);
    abort.abort();
    await here.refused(ended, 'ERR_ABORTED');
    await here.refused(here.runtime.state(was.id), 'ERR_CONTAINER_NOT_FOUND');
  });

  it('checkpoint of an id that is not there is ERR_CONTAINER_NOT_FOUND', {
    ...needs,
    programs: [],
  }, async (here) => {
    const imagePath = join(await here.dir(), 'image');
    await here.refused(here.runtime.checkpoint(here.id(), { imagePath }), 'ERR_CONTAINER_NOT_FOUND');
  });

  it(
    'plug-ins suspend in order, and are undone in reverse where the container lives on',
    needs,
    async (here) => {
      const { id, imagePath } = await ticking(here);
      const log: string[] = [];
      const plugins = [recorder('a', log), recorder('b', log)];
      await here.soon('checkpoint', here.runtime.checkpoint(id, { imagePath, plugins, leaveRunning: true }));
      assert.deepEqual(log, ['suspend a', 'suspend b', 'undo b', 'undo a']);
    },
  );

  it('plug-ins of a container that its checkpoint ends are not undone', needs, async (here) => {
    const { id, imagePath } = await ticking(here);
    const log: string[] = [];
    await here.soon('checkpoint', here.runtime.checkpoint(id, { imagePath, plugins: [recorder('a', log)] }));
    assert.deepEqual(log, ['suspend a']);
  });

  it(
    'where a plug-in cannot suspend, those before it are undone, and the container lives on',
    needs,
    async (here) => {
      const { id, ended, imagePath } = await ticking(here);
      const log: string[] = [];
      const suspend = () => Promise.reject(new Error('not today'));
      const plugins = [recorder('a', log), recorder('b', log, { suspend })];
      await rejectionOf(here, here.runtime.checkpoint(id, { imagePath, plugins }));
      assert.deepEqual(log, ['suspend a', 'undo a']);
      await here.notNow('the end of run', ended);
    },
  );

  it('a checkpoint whose plug-in cannot suspend rejects', needs, async (here) => {
    const { id, imagePath } = await ticking(here);
    const suspend = () => Promise.reject(new Error('not today'));
    const work = here.runtime.checkpoint(id, { imagePath, plugins: [recorder('a', [], { suspend })] });
    assert.ok((await rejectionOf(here, work)) instanceof Error, 'it rejects with an error');
  });

  it(
    'on the way back plug-ins verify, then resume in reverse, then onStarted is called',
    needs,
    async (here) => {
      const was = await imaged(here);
      const log: string[] = [];
      const { promise: started, resolve } = Promise.withResolvers<void>();
      const onStarted = (): void => {
        log.push('started');
        resolve();
      };
      restoring(here, was, { onStarted, plugins: [recorder('a', log), recorder('b', log)] });
      await here.soon('onStarted', started);
      assert.deepEqual(log.slice(0, 2).toSorted(), ['verify a', 'verify b']);
      assert.deepEqual(log.slice(2), ['resume b', 'resume a', 'started']);
    },
  );

  it('where a plug-in does not verify, restore rejects, and has started nothing', needs, async (here) => {
    const was = await imaged(here);
    const error = new Error('not here');
    const plugins = [recorder('a', [], { verify: () => Promise.reject(error) })];
    const { out, ended } = restoring(here, was, { plugins });
    assert.notEqual(await rejectionOf(here, ended), 'it resolved');
    await here.moment();
    assert.equal(out.text(), '');
    await here.refused(here.runtime.state(was.id), 'ERR_CONTAINER_NOT_FOUND');
  });

  it('where a plug-in cannot resume, the container is killed, and restore rejects', needs, async (here) => {
    const was = await imaged(here);
    const plugins = [recorder('a', [], { resume: () => Promise.reject(new Error('not here')) })];
    const { ended } = restoring(here, was, { plugins });
    assert.notEqual(await rejectionOf(here, ended), 'it resolved');
    await here.refused(here.runtime.state(was.id), 'ERR_CONTAINER_NOT_FOUND');
  });
});

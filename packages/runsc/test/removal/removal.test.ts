import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Runtime } from '@caisson/core';
import { bindMount, hook, memoryLimit, readonlyRootfs } from '@caisson/oci-spec';
import { expect, it } from 'vitest';
import { until } from '../../../runc/test/support/until.ts';
import { recordPath } from '../../src/state-file.ts';
import { over, recordingIn } from '../support/recorder.ts';
import { onEach, onOne, sh, world } from '../support/world.ts';

const here = world();
const recording = recordingIn(here);

/** Runs it until it has said something, and kills its sandbox. */
const killed = async (runtime: Runtime, id: string) => {
  const bundle = await here.bundle(sh('echo here; exec sleep 1000'));
  const said = Promise.withResolvers<void>();
  const pid = Promise.withResolvers<number>();
  const run = runtime.run(id, bundle, {
    stdout: () => said.resolve(),
    onStarted: ({ hostPid }) => pid.resolve(hostPid ?? 0),
  });
  await said.promise;
  process.kill(await pid.promise, 'SIGKILL');
  return run;
};

onEach('what a container leaves', (way) => {
  it.each(['native', 'foreground'] as const)(
    'is gone after a run without runsc delete: %s',
    async (waiting) => {
      const { runtime, calls } = await recording(way, { waiting });
      const bundle = await here.bundle(sh('echo > /written || exit 1; exit 7'), readonlyRootfs(false));
      expect(await runtime.run(here.id(), bundle)).toMatchObject({ exitCode: 7 });
      expect([calls(), here.remains.now()]).toEqual([['run'], []]);
      expect(await runtime.run(here.id(), bundle, { onCreated: () => {} })).toMatchObject({ exitCode: 7 });
      expect(calls()).not.toContain('delete');
      expect(here.remains.now()).toEqual([]);
    },
  );

  it.each(['native', 'foreground'] as const)(
    'is gone where another’s SIGKILL ended the sandbox, or the kernel’s: %s',
    async (waiting) => {
      const { runtime, calls } = await recording(way, { waiting });
      expect((await killed(runtime, here.id())).exitCode).toBeGreaterThan(0);
      expect(here.remains.now()).toEqual([]);
      const hungry = await here.bundle(['tail', '/dev/zero'], memoryLimit('96MiB'));
      const { oomKills } = await runtime.run(here.id(), hungry);
      expect(oomKills).not.toBe(0);
      expect(calls()).not.toContain('delete');
      expect(here.remains.now()).toEqual([]);
    },
  );

  it('is gone after a delete of one that is over, and runsc deletes what is not', async () => {
    const { runtime, calls } = await recording(way);
    const [over, created, running] = [here.id(), here.id(), here.id()];
    await runtime.create(over, await here.bundle(['true']));
    await runtime.start(over);
    await runtime.wait(over);
    expect(calls()).toEqual(['create', 'start']);
    await runtime.delete(over);
    expect([calls(), here.remains.now()]).toEqual([[], []]);
    const other = await recording(way);
    for (const id of [created, running]) await runtime.create(id, await here.bundle(['sleep', '1000']));
    await runtime.start(running);
    for (const id of [created, running]) await other.runtime.delete(id, { force: true });
    expect(other.calls()).toEqual(['delete', 'delete']);
    expect(here.remains.now()).toEqual([]);
  });
});

onOne('what only runsc can remove', (way) => {
  it('is a container with hooks for its end, which run', async () => {
    const { runtime, calls } = await recording(way);
    const mark = join(here.dir, 'stopped');
    const bundle = await here.bundle(
      ['true'],
      hook('poststop', { path: '/bin/touch', args: ['touch', mark] }),
    );
    await runtime.run(here.id(), bundle);
    expect([calls(), existsSync(mark), here.remains.now()]).toEqual([['run', 'delete'], true, []]);
  });

  it('is one with writes in files of its mounts', async () => {
    const { runtime, calls } = await recording(way, { overlay2: 'all:self' });
    const source = join(here.dir, 'source');
    mkdirSync(source);
    const bundle = await here.bundle(sh('echo > /srv/a'), bindMount(source, '/srv'));
    const { exitCode } = await runtime.run(here.id(), bundle, {
      onStarted: () => expect(readdirSync(source).join()).toMatch(/^\.gvisor\.filestore/),
    });
    expect([exitCode, calls(), readdirSync(source)]).toEqual([0, ['run', 'delete'], []]);
    expect(here.remains.now()).toEqual([]);
  });

  it('is one whose record has a field that is not known here, as a later release may write', async () => {
    const { runtime, calls } = await recording(way);
    const { id, stateDir } = await over(here, runtime);
    const record = JSON.parse(readFileSync(recordPath(stateDir), 'utf8')) as object;
    writeFileSync(recordPath(stateDir), JSON.stringify({ ...record, toCome: '/some/file' }));
    calls();
    await runtime.delete(id);
    expect([calls(), here.remains.now()]).toEqual([['delete'], []]);
  });

  it('is one with a file that is not known here', async () => {
    const { runtime, calls } = await recording(way);
    const { id, stateDir } = await over(here, runtime);
    writeFileSync(join(stateDir, 'unknown'), '');
    calls();
    await runtime.delete(id);
    expect([calls(), here.remains.now()]).toEqual([['delete'], []]);
  });

  it.each(['native', 'foreground'] as const)(
    'is one whose record another command has locked: it waits for that (%s)',
    async (waiting) => {
      const { id, stateDir } = await over(here, await here.runtime(way));
      const { runtime, calls } = await recording(way, { waiting });
      const lock = join(stateDir, readdirSync(stateDir).find((name) => name.endsWith('.lock')) ?? '');
      const holder = spawn('flock', [lock, 'sh', '-c', 'echo held; read line'], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      await once(holder.stdout, 'data');
      calls();
      let deleted = false;
      const deleting = runtime.delete(id).then(() => {
        deleted = true;
      });
      await until(() => calls().includes('delete'));
      expect([deleted, existsSync(recordPath(stateDir))]).toEqual([false, true]);
      holder.stdin.end('\n');
      await once(holder, 'exit');
      await deleting;
      expect(here.remains.now()).toEqual([]);
    },
  );
});

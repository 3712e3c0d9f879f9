import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { memoryLimit } from '@caisson/oci-spec';
import { expect, it } from 'vitest';
import { failure } from '../../runc/test/support/failure.ts';
import { until } from '../../runc/test/support/until.ts';
import { onOne, sh, world } from './support/world.ts';

const here = world();

onOne('what is gVisor’s own', (way) => {
  it('keeps apart ids of which one begins with another', async () => {
    const runtime = await here.runtime(way);
    const bundle = await here.bundle(['sleep', '1000']);
    const [short, long] = [here.id(), `${here.id()}`.slice(0, 3)];
    const ids = [short, `${short}0`, `${short}01`];
    for (const id of ids) await runtime.create(id, bundle);
    expect((await runtime.list()).map(({ id }) => id).sort()).toEqual([...ids].sort());
    await runtime.delete(short, { force: true });
    await failure('ERR_CONTAINER_NOT_FOUND', runtime.kill(short, 'SIGKILL'));
    await failure('ERR_CONTAINER_NOT_FOUND', runtime.delete(long));
    await Promise.all(Array.from({ length: 3 }, () => runtime.delete(short, { force: true })));
    expect((await runtime.state(`${short}0`)).status).toBe('created');
    for (const id of ids) await runtime.delete(id, { force: true });
    expect(here.remains.now()).toEqual([]);
  });

  it('passes a container the flags that it was made with, whatever another object was given', async () => {
    const runtime = await here.runtime({ ...way, platform: 'ptrace', overlay2: 'none' });
    const [id, root] = [here.id(), here.root];
    await runtime.create(id, await here.bundle(['sleep', '1000']));
    const { keptFlags } = await import('../src/flags/kept.ts');
    expect(keptFlags(join(root, id))).toEqual(['--platform=ptrace', '--network=none', '--overlay2=none']);
    const other = await here.runtime({ ...way, network: 'host' });
    await other.start(id);
    expect(await other.exec(id, here.process(sh('exit 4')))).toMatchObject({ exitCode: 4 });
    await other.delete(id, { force: true });
    expect(readdirSync(root)).toEqual([]);
  });

  it('refuses an id too long for the sandbox’s socket, and runs one that is just not', async () => {
    const runtime = await here.runtime(way);
    const bundle = await here.bundle(['true']);
    const id = here.id().padEnd(91, 'x');
    expect(await runtime.run(id, bundle)).toMatchObject({ exitCode: 0 });
    await failure('ERR_INVALID_ID', runtime.run(`${id}x`, bundle));
    expect(readdirSync('/run').filter((name) => name.includes(id))).toEqual([]);
    expect(here.remains.now()).toEqual([]);
  });

  it('tells a signal that ended its sandbox by name, and one inside as what it may be', async () => {
    const runtime = await here.runtime(way);
    const inside = await runtime.run(here.id(), await here.bundle(sh('kill -TERM $$')));
    expect(inside).toMatchObject({ exitCode: 143, signal: 'unknown', oomKilled: false, oomKills: 0 });
    const beyond = await runtime.run(here.id(), await here.bundle(sh('exit 255')));
    expect(beyond).toMatchObject({ exitCode: 255, signal: null });
    const outside = await runtime.run(here.id(), await here.bundle(['sleep', '1000']), {
      onStarted: ({ hostPid }) => void process.kill(hostPid ?? 0, 'SIGKILL'),
    });
    expect(outside).toMatchObject({ exitCode: 137, signal: 'SIGKILL', oomKilled: false });
    expect(here.remains.now()).toEqual([]);
  });

  it('counts a kill for memory, which ends the whole sandbox', async () => {
    const runtime = await here.runtime(way);
    const bundle = await here.bundle(['tail', '/dev/zero'], memoryLimit('96MiB'));
    const status = await runtime.run(here.id(), bundle);
    expect(status).toMatchObject({ exitCode: 137, signal: 'SIGKILL', oomKilled: true });
    expect(status.oomKills).toBeGreaterThan(0);
    expect(here.remains.now()).toEqual([]);
  });

  it('sends the signals that runsc knows, and says which it does not', async () => {
    const runtime = await here.runtime(way);
    const id = here.id();
    await runtime.create(id, await here.bundle(['sleep', '1000']));
    await runtime.start(id);
    await runtime.kill(id, 'SIGWINCH');
    await runtime.kill(id, 'SIGURG');
    for (const signal of [34, 64]) {
      const refused = await failure('ERR_NOT_SUPPORTED', runtime.kill(id, signal));
      expect(refused.reason).toMatch(/1 to 31/);
    }
    await runtime.pause(id);
    await failure('ERR_WRONG_STATE', runtime.kill(id, 'SIGTERM'));
    await failure('ERR_WRONG_STATE', runtime.exec(id, here.process(['true'])));
    await runtime.kill(id, 'SIGKILL');
    await until(async () => (await runtime.state(id)).status === 'stopped');
    await failure('ERR_CONTAINER_NOT_RUNNING', runtime.kill(id, 'SIGTERM'));
    await runtime.delete(id);
    const created = here.id();
    await runtime.create(created, await here.bundle(['sleep', '1000']));
    const waited = runtime.wait(created);
    await runtime.kill(created, 'SIGKILL');
    expect(await waited).toMatchObject({ exitCode: 137, signal: 'SIGKILL' });
    await runtime.delete(created);
    expect(here.remains.now()).toEqual([]);
  });

  it('runs 20 sandboxes at once', async () => {
    const runtime = await here.runtime(way);
    const bundle = await here.bundle(sh('sleep 0.5; exit 6'));
    const all = await Promise.all(Array.from({ length: 20 }, () => runtime.run(here.id(), bundle)));
    expect(all.map(({ exitCode }) => exitCode)).toEqual(Array(20).fill(6));
    expect(here.remains.now()).toEqual([]);
  });
});

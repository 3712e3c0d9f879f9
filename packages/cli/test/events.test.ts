import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { withRunc } from './support/able.ts';
import { heldRunc } from './support/held-runc.ts';
import { world } from './support/world.ts';

const here = world();
const detach = async (...options: readonly string[]): Promise<string> => {
  const id = here.id();
  expect(await here.run(['run', '--detach', '--id', id, ...options])).toMatchObject({ exitCode: 0 });
  return id;
};
/** A host whose kernel tells how another's child ended gives `exit`; any other one that it has ended. */
const ends = (last: unknown): void => {
  expect(last).toSatisfy(
    ({ type, status, error }) =>
      (type === 'exit' && status.exitCode === 137) || (type === 'error' && error.code === 'ERR_STATUS_LOST'),
  );
};

withRunc('caisson events', () => {
  afterEach(here.clean);

  it('follows a container to its end, one JSON object a line', async () => {
    const id = await detach('--', 'sleep', '1000');
    const following = here.start(['events', '--json', id]);
    // It has subscribed when it runs runc no more; a kill before that is told as well.
    await here.run(['kill', id, 'KILL']);
    const { exitCode, stdout, stderr } = await following.ended;
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events).toHaveLength(1);
    ends(events[0]);
    await here.run(['delete', id]);
  });

  it('tells kills for memory while the container lives on', async () => {
    // Again and again: what comes before it has subscribed is not told to one who comes later.
    const hungry = 'while :; do tail /dev/zero; sleep 0.2; done';
    const id = await detach('--memory', '32m', '--', 'sh', '-c', hungry);
    const following = here.start(['events', '--json', id]);
    let out = '';
    following.child.stdout?.on('data', (chunk) => (out += chunk));
    await expect.poll(() => out, { timeout: 30_000 }).toContain('"oom"');
    await here.run(['delete', '--force', id]);
    const { stdout, stderr } = await following.ended;
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(stderr).toBe('');
    expect(events[0]).toMatchObject({
      type: 'oom',
      report: { kill: 1, source: 'cgroup', certain: true, limitBytes: 32 << 20 },
    });
    ends(events.at(-1));
  });

  it('says it in words', async () => {
    const id = await detach('--', 'sleep', '1000');
    const following = here.start(['events', id]);
    await here.run(['kill', id, 'KILL']);
    expect((await following.ended).stdout).toMatch(/^\d{4}-.*Z (exit: code 137 \(SIGKILL\)|ended: .*)\n$/);
    await here.run(['delete', id]);
  });

  it.each(['--version', 'state'])(
    'is left by Ctrl-C while runc %s is under way, and the container runs on',
    async (verb) => {
      const id = await detach('--', 'sleep', '1000');
      const { env, asked, release } = heldRunc(here.dir, verb);
      const following = here.start(['events', id], { env });
      await asked();
      following.child.kill('SIGINT');
      release();
      expect(await following.ended).toMatchObject({ exitCode: 130, stdout: '', stderr: '' });
      expect(JSON.parse((await here.run(['state', '--json', id])).stdout)).toMatchObject({
        status: 'running',
      });
      await here.run(['delete', '--force', id]);
    },
  );

  it('is left by Ctrl-C while it waits', async () => {
    const id = await detach('--', 'sleep', '1000');
    const { env, asked, release } = heldRunc(here.dir, 'state');
    const following = here.start(['events', id], { env });
    await asked();
    release();
    await sleep(500); // In which it most likely waits; the outcome is the same in any case.
    following.child.kill('SIGINT');
    expect(await following.ended).toMatchObject({ exitCode: 130, stdout: '', stderr: '' });
    await here.run(['delete', '--force', id]);
  });

  it('tells of a missing container', async () => {
    expect(await here.run(['events', 'no-such'])).toMatchObject({
      exitCode: 125,
      stderr: 'caisson: there is no container no-such; caisson list shows those that there are\n',
    });
  });
});

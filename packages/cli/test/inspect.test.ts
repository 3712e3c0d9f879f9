import { afterEach, expect, it } from 'vitest';
import { withRunc } from './support/able.ts';
import { until } from './support/until.ts';
import { world } from './support/world.ts';

const here = world();

withRunc('a container that is looked at and changed', () => {
  afterEach(here.clean);

  const detach = async (...words: readonly string[]): Promise<string> => {
    const id = here.id();
    const { exitCode, stderr } = await here.run(['run', '--detach', '--id', id, ...words]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    return id;
  };
  const done = async (id: string): Promise<void> => {
    expect(await here.run(['delete', '--force', id])).toMatchObject({ exitCode: 0, stderr: '' });
  };
  const json = async (...words: readonly string[]) =>
    JSON.parse((await here.run([...words, '--json'])).stdout);

  it('shows its processes and what each uses', async () => {
    const id = await detach('--', 'sh', '-c', 'sleep 1001 & exec sleep 1002');
    await until(async () => (await json('ps', id)).length === 2);
    const processes: readonly { readonly pid: number; readonly args: readonly string[] }[] = await json(
      'ps',
      id,
    );
    expect(processes.map(({ args }) => args.join(' ')).toSorted()).toEqual(['sleep 1001', 'sleep 1002']);
    const shown = await here.run(['ps', id]);
    expect(shown.stdout).toMatch(/^PID +COMMAND\n/);
    expect(shown.stdout).toMatch(new RegExp(`^${processes[0]?.pid} +sleep 100`, 'm'));
    const top = await here.run(['top', '--once', id]);
    expect(top.stdout).toMatch(/^memory +\d/m);
    expect(top.stdout).toMatch(/^PID +CPU s +RESIDENT KiB +COMMAND\n/m);
    const line = JSON.parse((await here.run(['top', '--once', '--json', id])).stdout);
    expect(line).toMatchObject({
      pids: { current: 2 },
      processes: [{ residentBytes: expect.any(Number) }, {}],
    });
    await done(id);
  });

  it('shows what it uses', async () => {
    const id = await detach('--memory', '64m', '--pids', '9', '--', 'sleep', '1000');
    expect(await json('stats', id)).toMatchObject({
      memory: { limitBytes: 64 << 20, usageBytes: expect.any(Number) },
      pids: { current: 1, limit: 9 },
      cpu: { usageNs: expect.any(Number) },
      network: [{ name: 'lo', receivedBytes: 0 }],
    });
    const { stdout } = await here.run(['stats', id]);
    expect(stdout).toMatch(/^memory +\S+ \S+ of 64 MiB, cache /m);
    expect(stdout).toMatch(/^pids +1 of 9$/m);
    await done(id);
  });

  it('changes its limits, and refuses to change none', async () => {
    const id = await detach('--memory', '64m', '--', 'sleep', '1000');
    const changed = await here.run(['update', '--memory', '128m', '--pids', '5', '--cpuset', '0', id]);
    expect(changed).toMatchObject({ exitCode: 0, stdout: '', stderr: '' });
    expect(await json('stats', id)).toMatchObject({ memory: { limitBytes: 128 << 20 }, pids: { limit: 5 } });
    expect(await json('update', '--memory', '96m', '--cpus', '0.5', id)).toEqual({
      id,
      resources: { memory: { limit: 96 << 20 }, cpu: { quota: 50_000, period: 100_000 } },
    });
    const none = await here.run(['update', id]);
    expect(none).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('give a limit to change') });
    const bad = await here.run(['update', '--cpuset', 'all', id]);
    expect(bad).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--cpuset') });
    await done(id);
  });

  it('is paused and resumed', async () => {
    const id = await detach('--', 'sleep', '1000');
    expect(await here.run(['pause', id])).toMatchObject({ exitCode: 0, stdout: '', stderr: '' });
    expect(await json('state', id)).toMatchObject({ status: 'paused' });
    expect(await here.run(['resume', id])).toMatchObject({ exitCode: 0, stdout: '', stderr: '' });
    expect(await json('state', id)).toMatchObject({ status: 'running' });
    expect(await here.run(['resume', id])).toMatchObject({ exitCode: 125 });
    expect(await json('pause', id)).toMatchObject({ id, status: 'paused', pid: expect.any(Number) });
    expect(await json('resume', id)).toMatchObject({ id, status: 'running' });
    await done(id);
  });

  it('has no terminal to give where there is none', async () => {
    const refused = await here.run(['run', '-t', '--', 'true']);
    expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('must be a terminal') });
    const detached = await here.run(['run', '-t', '--detach', '--', 'true']);
    expect(detached).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--tty') });
  });
});

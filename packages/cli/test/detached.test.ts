import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { args, baseSpec, hostRootfs, pipe, writeBundle } from '@caisson/oci-spec';
import { runc } from '@caisson/runc';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { withRunc } from './support/able.ts';
import { until } from './support/until.ts';
import { world } from './support/world.ts';

const here = world();
const detach = async (...options: readonly string[]): Promise<string> => {
  const id = here.id();
  const { exitCode, stdout, stderr } = await here.run(['run', '--detach', '--id', id, ...options]);
  expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: `${id}\n`, stderr: '' });
  return id;
};
const stateOf = async (id: string) => JSON.parse((await here.run(['state', '--json', id])).stdout);

withRunc('a detached container', () => {
  afterEach(here.clean);

  it('lives on, is listed and shown, and goes with its bundle', async () => {
    const id = await detach('--', 'sleep', '1000');
    const { pid, bundle } = await stateOf(id);
    expect(await stateOf(id)).toMatchObject({ id, status: 'running', bundle: join(here.bundles, id) });
    const list = await here.run(['list']);
    expect(list.stdout).toMatch(/^ID +STATUS +PID +BUNDLE\n/);
    expect(list.stdout).toMatch(new RegExp(`^${id} +running +${pid} +${bundle}$`, 'm'));
    expect(JSON.parse((await here.run(['list', '--json'])).stdout)).toMatchObject([
      { id, status: 'running', pid },
    ]);
    const shown = await here.run(['state', id]);
    expect(shown.stdout).toMatch(new RegExp(`^id +${id}\nstatus +running\npid +${pid}\nbundle +${bundle}\n`));
    expect(await here.run(['delete', '--force', id])).toEqual({
      exitCode: 0,
      signal: null,
      stdout: '',
      stderr: '',
    });
    expect(existsSync(bundle)).toBe(false);
    expect((await here.run(['list'])).stdout).toMatch(/^ID.*\n$/);
    expect(JSON.parse((await here.run(['list', '--json'])).stdout)).toEqual([]);
  });

  it('writes to the file of --log, and is told as JSON', async () => {
    const [id, log] = [here.id(), join(here.dir, 'log')];
    const options = ['--detach', '--json', '--id', id, '--log', log];
    const { stdout } = await here.run([
      'run',
      ...options,
      '--',
      'sh',
      '-c',
      'echo out; echo err >&2; exec sleep 1000',
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ id, status: 'running', pid: expect.any(Number) });
    await until(() => readFileSync(log, 'utf8') === 'out\nerr\n');
    await here.run(['delete', '--force', id]);
  });

  it('is not deleted while it runs, nor its bundle; once it has ended both are', async () => {
    const id = await detach('--', 'sleep', '1000');
    const refused = await here.run(['delete', id]);
    expect(refused).toMatchObject({
      exitCode: 125,
      stderr: `caisson: ${id} is running; stop it with caisson kill ${id}, or give --force\n`,
    });
    expect(existsSync(join(here.bundles, id, 'config.json'))).toBe(true);
    expect(await here.run(['kill', id, 'KILL'])).toMatchObject({ exitCode: 0, stdout: '', stderr: '' });
    await until(async () => (await stateOf(id)).status === 'stopped');
    expect(await here.run(['kill', id])).toMatchObject({
      exitCode: 125,
      stderr: expect.stringContaining('does not run'),
    });
    expect(await here.run(['exec', id, '--', 'true'])).toMatchObject({ exitCode: 125 });
    expect(await here.run(['delete', id])).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('hears the signal that it is sent, by name or number', async () => {
    const log = join(here.dir, 'signals');
    const script = 'trap "echo hup" HUP; trap "echo term; exit" TERM; echo up; while :; do sleep 0.02; done';
    const id = await detach('--log', log, '--', 'sh', '-c', script);
    const says = (text: string) => until(() => readFileSync(log, 'utf8').includes(text));
    await says('up');
    await here.run(['kill', id, '1']);
    await says('hup');
    await here.run(['kill', id]);
    await says('term');
    await until(async () => (await stateOf(id)).status === 'stopped');
    await here.run(['delete', id]);
  });

  it('goes with its bundle whatever way its state directory is spelled', async () => {
    const id = await detach('--', 'sleep', '1000');
    const link = join(here.dir, 'link');
    symlinkSync(here.root, link);
    expect(await here.run(['--root', link, 'delete', '--force', id])).toMatchObject({
      exitCode: 0,
      stderr: '',
    });
  });

  it('that cannot be started leaves nothing', async () => {
    const ended = await here.run(['run', '--detach', '--id', here.id(), '--', 'no-such-program']);
    expect(ended).toMatchObject({ exitCode: 127, stdout: '' });
  });
});

withRunc('a container that another has made', () => {
  afterEach(here.clean);

  it('is listed, and deleted without its bundle', async () => {
    const [id, bundle] = [here.id(), join(here.dir, 'their-bundle')];
    const shared = await hostRootfs(join(here.dir, 'their-rootfs'));
    // Even with the mark of ours, as a copied spec has it.
    const { stdout } = await here.run(['spec', '--', 'sleep', '1000']);
    const { annotations } = JSON.parse(stdout);
    await writeBundle(bundle, { ...pipe(baseSpec('runc'), shared, args('sleep', '1000')), annotations });
    const runtime = await runc({ root: here.root });
    await runtime.create(id, bundle);
    await runtime.start(id);
    expect((await here.run(['list'])).stdout).toContain(id);
    expect(await here.run(['delete', '--force', id])).toMatchObject({ exitCode: 0, stderr: '' });
    expect(existsSync(join(bundle, 'config.json'))).toBe(true);
    await runtime.close();
  });
});

withRunc('caisson exec', () => {
  let id: string;
  beforeAll(async () => {
    id = await detach('--env', 'A=of-init', '--workdir', '/work', '--user', 'nobody', '--', 'sleep', '1000');
  });
  afterAll(async () => {
    await here.run(['delete', '--force', id]);
    await here.clean();
  });
  const exec = (words: readonly string[], input?: string) => here.run(['exec', ...words], input);

  it('runs a program as the container’s own: variables, directory, user, rights', async () => {
    const script = 'echo "$A|$(pwd)|$(id -un)"; grep NoNewPrivs /proc/self/status; exit 9';
    expect(await exec([id, '--', 'sh', '-c', script])).toEqual({
      exitCode: 9,
      signal: null,
      stdout: 'of-init|/work|nobody\nNoNewPrivs:\t1\n',
      stderr: '',
    });
  });

  it('or as it is told', async () => {
    const options = ['--env', 'A=mine', '--env', 'B=2', '--workdir', '/tmp', '--user', '1:2'];
    const { stdout } = await exec([
      ...options,
      id,
      '--',
      'sh',
      '-c',
      'echo "$A|$B|$(pwd)|$(id -u):$(id -g)"',
    ]);
    expect(stdout).toBe('mine|2|/tmp|1:2\n');
    expect((await exec([id, '--user', 'root', '--', 'id', '-un'])).stdout).toBe('root\n');
    expect(await exec(['--user', 'no-such-user', id, '--', 'true'])).toMatchObject({ exitCode: 2 });
  });

  it('passes streams on and prints how it ended', async () => {
    const { exitCode, stdout, stderr } = await exec(
      ['--json', id, '--', 'sh', '-c', 'cat; echo e >&2; exit 3'],
      'in',
    );
    expect({ exitCode, stderr }).toEqual({ exitCode: 3, stderr: 'e\n' });
    expect(stdout).toMatch(/^in\n\{.*\}\n$/);
    expect(JSON.parse(stdout.split('\n')[1] ?? '')).toMatchObject({ id, exitCode: 3, signal: null });
  });

  it('exits with 127 and 126 for what cannot be executed, with 125 where there is no container', async () => {
    expect(await exec([id, '--', 'no-such-program'])).toMatchObject({ exitCode: 127 });
    expect(await exec([id, '--', '/etc/passwd'])).toMatchObject({ exitCode: 126 });
    const nowhere = await exec(['no-such-container', '--', 'true']);
    expect(nowhere).toMatchObject({
      exitCode: 125,
      stderr: 'caisson: there is no container no-such-container; caisson list shows those that there are\n',
    });
  });

  it('is stopped by --timeout, and the container runs on', async () => {
    const { exitCode, stderr } = await exec(['--timeout', '500ms', id, '--', 'sleep', '1001']);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 124,
      stderr: `caisson: ${id} was stopped: it took longer than --timeout 500ms\n`,
    });
    const { stdout } = await exec([id, '--', 'sh', '-c', 'cat /proc/[0-9]*/cmdline | tr "\\0" " "']);
    expect(stdout).not.toContain('sleep 1001');
    expect(stdout).toContain('sleep 1000');
  });

  it('is ended by Ctrl-C, and at once by a second one', async () => {
    const once = here.start(['exec', id, '--', 'sh', '-c', 'echo up; sleep 1002']);
    await until(() => once.stdout().includes('up'));
    once.child.kill('SIGINT');
    expect(await once.ended).toMatchObject({ exitCode: 130, stderr: '' });
    const going = 'trap "echo heard" TERM; echo up; while :; do sleep 0.02; done';
    const twice = here.start(['exec', '--json', '--grace', '1d', id, '--', 'sh', '-c', going]);
    await until(() => twice.stdout().includes('up'));
    twice.child.kill('SIGINT');
    await until(() => twice.stdout().includes('heard'));
    await sleep(400);
    twice.child.kill('SIGINT');
    const { exitCode, stdout } = await twice.ended;
    expect(exitCode).toBe(130);
    expect(JSON.parse(stdout.split('\n').at(-2) ?? '')).toMatchObject({ exitCode: 137, signal: 'SIGKILL' });
    expect(await exec([id, '--', 'true'])).toMatchObject({ exitCode: 0 });
  });

  it('tells of a kill for memory', async () => {
    const small = await detach('--memory', '32MiB', '--', 'sleep', '1000');
    const { exitCode, stderr } = await exec([small, '--', 'tail', '/dev/zero']);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 137,
      stderr: `caisson: ${small} was killed for memory: limit 32 MiB\n`,
    });
    await here.run(['delete', '--force', small]);
  });
});

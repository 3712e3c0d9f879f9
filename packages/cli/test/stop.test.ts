import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { withRunc } from './support/able.ts';
import type { Running } from './support/caisson.ts';
import { heldRunc } from './support/held-runc.ts';
import { until } from './support/until.ts';
import { world } from './support/world.ts';

const here = world();
const run = (script: string, ...options: readonly string[]): Running =>
  here.start(['run', '--id', here.id(), '--grace', '1d', ...options, '--', 'sh', '-c', script]);
const said = (running: Running, text: string) => until(() => running.stdout().includes(text));

/** Handles SIGTERM and ends by itself. */
const obeying = 'trap "echo bye; exit 5" TERM; echo up; while :; do sleep 0.02; done';
/** Handles SIGTERM and goes on. */
const going = 'trap "echo heard" TERM; echo up; while :; do sleep 0.02; done';
/** Does not handle it, as most programs do: the kernel keeps it from the first process of a container. */
const deaf = 'echo up; exec sleep 1000';

withRunc('a caisson run that is interrupted', () => {
  afterEach(here.clean);

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGQUIT', 131],
  ] as const)('by %s stops the container, leaves nothing and exits with %i', async (signal, exitCode) => {
    const running = run(deaf);
    await said(running, 'up');
    running.child.kill(signal);
    expect(await running.ended).toEqual({ exitCode, signal: null, stdout: 'up\n', stderr: '' });
    await here.clean();
  });

  it('asks the program by SIGTERM and lets it end by itself', async () => {
    const running = run(obeying, '--json');
    await said(running, 'up');
    running.child.kill('SIGINT');
    const { exitCode, stdout, stderr } = await running.ended;
    const [up, bye, line = ''] = stdout.split('\n');
    expect({ exitCode, stderr, up, bye }).toEqual({ exitCode: 130, stderr: '', up: 'up', bye: 'bye' });
    expect(JSON.parse(line)).toMatchObject({ exitCode: 5, signal: null, error: { code: 'ERR_ABORTED' } });
  });

  it('kills at once at a second Ctrl-C, and takes two in a moment for one', async () => {
    const running = run(going, '--json');
    await said(running, 'up');
    running.child.kill('SIGINT');
    running.child.kill('SIGTERM'); // Another one, for two of one kind may become one on their way.
    await said(running, 'heard');
    await sleep(400);
    expect(running.child.exitCode).toBeNull();
    running.child.kill('SIGINT');
    const { exitCode, stdout } = await running.ended;
    expect([130, 143]).toContain(exitCode); // Which of the first two came first is the kernel's choice.
    expect(JSON.parse(stdout.split('\n').at(-2) ?? '')).toMatchObject({ exitCode: 137, signal: 'SIGKILL' });
  });

  it('kills a program that goes on when its grace is over', async () => {
    const running = run(going, '--grace', '1s');
    await said(running, 'up');
    running.child.kill('SIGTERM');
    expect(await running.ended).toMatchObject({ exitCode: 143, stdout: 'up\nheard\n' });
  });

  it('leaves nothing at whatever moment it comes', async () => {
    for (const ms of [20, 100, 150, 200, 250, 300, 350, 400, 500]) {
      const running = run(deaf);
      await sleep(ms);
      running.child.kill('SIGINT');
      const { exitCode, signal, stderr } = await running.ended;
      // Before it has begun to listen, a signal ends it as it ends any program.
      expect([130, 'SIGINT']).toContain(exitCode ?? signal);
      expect(stderr).toBe('');
      await here.clean();
    }
  });

  it.each(['--version', 'run', 'delete'])('leaves nothing while runc %s is under way', async (verb) => {
    const { env, asked, release } = heldRunc(here.dir, verb);
    const program = verb === 'delete' ? 'echo done' : deaf;
    const running = here.start(['run', '--id', here.id(), '--grace', '1d', '--', 'sh', '-c', program], {
      env,
    });
    await asked();
    running.child.kill('SIGINT');
    release();
    const { exitCode, stderr } = await running.ended;
    // What has ended by itself keeps its exit code.
    expect({ exitCode, stderr }).toEqual({ exitCode: verb === 'delete' ? 0 : 130, stderr: '' });
    await here.clean();
  });

  it('while it is detaching leaves no container', async () => {
    const { env, asked, release } = heldRunc(here.dir, 'create');
    const running = here.start(['run', '--detach', '--id', here.id(), '--', 'sleep', '1000'], { env });
    await asked();
    running.child.kill('SIGINT');
    release();
    expect(await running.ended).toMatchObject({ exitCode: 130, stdout: '', stderr: '' });
    await here.clean();
  });

  it('killed itself, leaves a container that delete removes with its bundle', async () => {
    const id = here.id();
    const running = here.start(['run', '--id', id, '--', 'sh', '-c', deaf]);
    await said(running, 'up');
    running.child.kill('SIGKILL');
    await running.ended;
    expect(await here.run(['exec', id, '--', 'true'])).toMatchObject({ exitCode: 0 });
    expect(await here.run(['delete', '--force', id])).toMatchObject({ exitCode: 0, stderr: '' });
    await here.clean();
  });

  it('killed before its container was there, leaves a bundle that the next one names and delete removes', async () => {
    const id = here.id();
    mkdirSync(join(here.bundles, id), { recursive: true });
    const { exitCode, stderr } = await here.run(['run', '--id', id, '--', 'true']);
    expect(exitCode).toBe(125);
    expect(stderr).toContain(`${join(here.bundles, id)} is there`);
    expect(stderr).toContain(`caisson delete --force ${id}`);
    expect(await here.run(['delete', id])).toMatchObject({ exitCode: 125 });
    expect(await here.run(['delete', '--force', id])).toMatchObject({ exitCode: 0 });
    await here.clean();
  });
});

withRunc('--timeout', () => {
  afterEach(here.clean);

  it('stops a run that takes longer, says so in one line and exits with 124', async () => {
    const id = here.id();
    const ended = await here.run([
      'run',
      '--id',
      id,
      '--timeout',
      '1s',
      '--grace',
      '1d',
      '--',
      'sh',
      '-c',
      deaf,
    ]);
    expect(ended).toEqual({
      exitCode: 124,
      signal: null,
      stdout: 'up\n',
      stderr: `caisson: ${id} was stopped: it took longer than --timeout 1s\n`,
    });
  });

  it('lets what is in time alone', async () => {
    const ended = await here.run(['run', '--timeout', '1m', '--', 'sh', '-c', 'exit 3']);
    expect(ended).toMatchObject({ exitCode: 3, stderr: '' });
  });

  it('with --json tells how the program ended', async () => {
    const { exitCode, stdout } = await here.run([
      'run',
      '--timeout',
      '1s',
      '--json',
      '--',
      'sh',
      '-c',
      obeying,
    ]);
    expect(exitCode).toBe(124);
    expect(JSON.parse(stdout.split('\n').at(-2) ?? '')).toMatchObject({
      exitCode: 5,
      error: { code: 'ERR_ABORTED', message: expect.stringContaining('--timeout 1s') },
    });
  });
});

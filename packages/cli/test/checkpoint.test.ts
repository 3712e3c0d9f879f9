import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { able } from './support/able.ts';
import { until } from './support/until.ts';
import { world } from './support/world.ts';

const here = world();
const works = able && spawnSync('criu', ['check']).status === 0;
// A subshell forks: CRIU cannot stop what waits in vfork (see `tick` of the conformance kit).
const counting = [
  'sh',
  '-c',
  'i=0; while [ $i -lt 1000 ]; do i=$((i+1)); echo $i; (sleep 0.02); done; exit 7',
];

describe.skipIf(!works)('checkpoint and restore (needs Linux, root, runc and CRIU)', () => {
  afterEach(here.clean);

  it('freeze a container of run, which is told of its end, and bring it back with its output', async () => {
    const [id, image] = [here.id(), join(here.dir, 'attended')];
    const running = here.start(['run', '--id', id, '--', ...counting]);
    await until(() => running.stdout().split('\n').length > 5);
    const made = await here.run(['checkpoint', '--image', image, '--json', id]);
    expect(JSON.parse(made.stdout)).toMatchObject({ id, image, size: expect.any(Number) });
    expect(await running.ended).toMatchObject({ exitCode: 137 });
    const back = here.start(['restore', '--image', image, id]);
    await until(() => back.stdout().split('\n').length > 5);
    expect(Number(back.stdout().split('\n')[0])).toBeGreaterThan(4);
    back.child.kill('SIGTERM');
    await back.ended;
    expect(back.stderr()).not.toContain('not found'); // Its programs are where they were.
    expect(existsSync(join(image, 'bundle', 'config.json'))).toBe(true);
  });

  it('leave a container running, and restore a detached copy of it', async () => {
    const [id, copy, image] = [here.id(), here.id(), join(here.dir, 'detached')];
    await here.run(['run', '--detach', '--id', id, '--', 'sleep', '1000']);
    expect(await here.run(['checkpoint', '--leave-running', '--image', image, id])).toMatchObject({
      exitCode: 0,
      stdout: `${image}\n`,
    });
    const restored = await here.run(['restore', '--detach', '--image', image, copy]);
    expect(restored).toMatchObject({ exitCode: 0, stdout: `${copy}\n` });
    const another = here.id();
    const told = await here.run(['restore', '--detach', '--json', '--image', image, another]);
    expect(JSON.parse(told.stdout)).toMatchObject({ id: another, status: 'running' });
    await here.run(['delete', '--force', another]);
    for (const each of [id, copy]) {
      expect(JSON.parse((await here.run(['state', '--json', each])).stdout)).toMatchObject({
        status: 'running',
      });
      await here.run(['delete', '--force', each]);
    }
  });

  it('say how a container with TCP connections is frozen, and do so', async () => {
    const [id, image] = [here.id(), join(here.dir, 'connected')];
    const connected = `use Socket; socket(S, PF_INET, SOCK_STREAM, 0); listen(S, 5);
      socket(C, PF_INET, SOCK_STREAM, 0); connect(C, getsockname(S)) or die; accept(A, S); $| = 1;
      while (1) { syswrite(C, "x"); sysread(A, $x, 1); print "$x\n"; select undef, undef, undef, 0.02 }`;
    const running = here.start(['run', '--id', id, '--', 'perl', '-e', connected]);
    await until(() => running.stdout().split('\n').length > 5);
    const refused = await here.run(['checkpoint', '--image', image, id]);
    expect(refused).toMatchObject({
      exitCode: 125,
      stderr: expect.stringContaining('give --tcp-established, for the restore too'),
    });
    const kept = ['checkpoint', '--tcp-established', '--leave-running', '--image', image, id];
    expect(await here.run(kept)).toMatchObject({ exitCode: 0, stdout: `${image}\n` });
    const seen = running.stdout().length;
    await until(() => running.stdout().length > seen + 10);
    await here.run(['delete', '--force', id]);
    await running.ended;
  });

  it('say what is wrong', async () => {
    const none = await here.run(['restore', '--image', join(here.dir, 'none'), here.id()]);
    expect(none).toMatchObject({ exitCode: 125, stderr: expect.stringContaining('there is no image') });
    const missing = await here.run(['checkpoint', here.id()]);
    expect(missing.exitCode).toBe(125);
    expect((await here.run(['restore', '--detach', '--timeout', '1s', here.id()])).exitCode).toBe(2);
  });
});

import { spawnSync } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import { able } from './support/able.ts';
import { bin, start } from './support/caisson.ts';
import { until } from './support/until.ts';
import { world } from './support/world.ts';

const here = world();
const hasScript = spawnSync('script', ['--version']).status === 0;

/** On a terminal of its own, by script(1), which gives it what the test types. */
const onTerminal = (line: string) =>
  start('script', ['-qefc', `exec ${process.execPath} ${bin} --root ${here.root} ${line}`, '/dev/null'], {
    stdin: 'pipe',
    env: { ...process.env, TMPDIR: `${here.dir}/tmp`, TERM: 'xterm', CI: undefined },
  });

describe.skipIf(!able || !hasScript)('caisson on a terminal (needs Linux, root, runc and script(1))', () => {
  afterEach(here.clean);

  it('does not read the keyboard, unless it is told to', async () => {
    const deaf = onTerminal(`run --id ${here.id()} -- cat`);
    expect((await deaf.ended).exitCode).toBe(0);
    const listening = onTerminal(`run --id ${here.id()} --interactive -- head -1`);
    listening.child.stdin?.write('typed\n');
    const { exitCode, stdout } = await listening.ended;
    expect(exitCode).toBe(0);
    expect(stdout.match(/typed/g)).toHaveLength(2); // The terminal's echo, and the program.
  });

  it('is stopped by Ctrl-C from the keyboard, and shows that it waits for a program that goes on', async () => {
    const going = "'trap : TERM; echo up; while :; do sleep 0.02; done'";
    const running = onTerminal(`run --id ${here.id()} -- sh -c ${going}`);
    await until(() => running.stdout().includes('up'));
    running.child.stdin?.write('\x03');
    await until(() => running.stdout().includes('Ctrl-C again kills it'));
    running.child.stdin?.write('\x03');
    expect((await running.ended).exitCode).toBe(130);
  });
});

import { spawnSync } from 'node:child_process';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { able } from './support/able.ts';
import { bin } from './support/caisson.ts';
import { until } from './support/until.ts';
import { world } from './support/world.ts';

const here = world();
const hasTmux = spawnSync('tmux', ['-V']).status === 0;
let servers = 0;
// One for each test: a server that was told to end refuses whoever comes on its socket before it is gone.
const socket = (): string => `caisson-test-${process.pid}-${servers}`;

const ask = (args: readonly string[]) =>
  spawnSync('tmux', ['-L', socket(), ...args], {
    encoding: 'utf8',
    env: { ...process.env, TMUX_TMPDIR: here.dir },
  });
const tmux = (...args: readonly string[]): string => {
  const { stdout, stderr, status } = ask(args);
  if (status !== 0) throw new Error(`tmux ${args.join(' ')}: ${stderr}`);
  return stdout;
};

/** A real terminal: types, resizes and reads the screen. */
const screen = async () => {
  const caisson = `${process.execPath} ${bin} --root ${here.root}`;
  const env = `TMPDIR=${here.dir}/tmp`;
  servers += 1;
  tmux('-f', '/dev/null', 'new-session', '-d', '-x', '100', '-y', '30', `env ${env} PS1='host> ' sh`);
  const shows = async (text: string | RegExp): Promise<void> => {
    await until(() => (typeof text === 'string' ? read().includes(text) : text.test(read()))).catch(() => {
      throw new Error(`${text} did not come; the screen has:\n${read()}`);
    });
  };
  const read = (): string => tmux('capture-pane', '-p');
  // What is typed before the prompt is there stands before it, and the prompt then before what comes next.
  await shows('host>');
  return {
    caisson,
    read,
    shows,
    type: (text: string) => tmux('send-keys', text, 'Enter'),
    key: (name: string) => tmux('send-keys', name),
    resize: (columns: number, rows: number) => tmux('resize-window', '-x', `${columns}`, '-y', `${rows}`),
  };
};

describe.skipIf(!able || !hasTmux)('a terminal in a multiplexer (needs Linux, root, runc and tmux)', () => {
  afterEach(() => {
    tmux('kill-server');
    return here.clean();
  });
  afterAll(() => expect(ask(['ls']).status).not.toBe(0));

  it('is the container’s: size, Ctrl-C, end of input, and the exit code', async () => {
    const { caisson, type, key, shows, resize } = await screen();
    type(`${caisson} run -t --id ${here.id()} -- bash --norc; echo "code $?"`);
    await shows(/^\S+[#$] *$/m); // Bash or sh, with whatever prompt the host gives.
    type('stty size');
    await shows('30 100');
    resize(80, 20);
    type('clear; stty size');
    await shows('20 80');
    type('sleep 1000');
    key('C-c');
    type('echo still "here"');
    await shows('still here');
    type('exit 7');
    await shows('code 7');
  });

  it('serves a full-screen program', async () => {
    const { caisson, type, key, shows, read } = await screen();
    type(`${caisson} run -t --id ${here.id()} --env TERM=screen -- top; echo "code $?"`);
    await shows(/PID +USER/);
    expect(read()).toMatch(/top - /);
    key('q');
    await shows('code 0');
  });

  it('opens a shell in a container that runs, and one for exec', async () => {
    const { caisson, type, shows } = await screen();
    const id = here.id();
    expect(await here.run(['run', '--detach', '--id', id, '--', 'sleep', '1000'])).toMatchObject({
      exitCode: 0,
    });
    type(`${caisson} shell ${id}; echo "code $?"`);
    await shows(/^\S+[#$] *$/m); // Bash or sh, with whatever prompt the host gives.
    type('tty; exit 5');
    await shows('/dev/pts/');
    await shows('code 5');
    type(`clear; ${caisson} exec -t ${id} -- sh -c 'test -t 0 && echo "a" terminal'; echo "code $?"`);
    await shows('a terminal');
    await shows('code 0');
    expect(await here.run(['delete', '--force', id])).toMatchObject({ exitCode: 0 });
  });
});

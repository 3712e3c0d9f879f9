import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

export const hasTmux = spawnSync('tmux', ['-V']).status === 0;

/** What is not on the screen by then does not come. */
const limitMs = 30_000;

export interface Screen extends AsyncDisposable {
  readonly read: () => string;
  /** Settles when the screen shows it. */
  readonly shows: (text: string) => Promise<void>;
  readonly type: (text: string) => void;
  readonly key: (...names: readonly string[]) => void;
}

/** A shell in a real terminal, whose working directory is this one. tmux keeps its socket there, too. */
export const screenIn = async (directory: string): Promise<Screen> => {
  const env = { ...process.env, TMUX_TMPDIR: directory };
  const ask = (...args: readonly string[]) =>
    spawnSync('tmux', ['-u', '-L', 'screen', ...args], { encoding: 'utf8', env, cwd: directory });
  const tmux = (...args: readonly string[]): string => {
    const { stdout, stderr, status } = ask(...args);
    if (status !== 0) throw new Error(`tmux ${args.join(' ')}: ${stderr}`);
    return stdout;
  };
  const read = (): string => tmux('capture-pane', '-p');
  tmux('-f', '/dev/null', 'new-session', '-d', '-x', '100', '-y', '40', "env PS1='host> ' sh");
  const shows = async (text: string): Promise<void> => {
    const end = performance.now() + limitMs;
    while (!read().includes(text)) {
      if (performance.now() > end) throw new Error(`“${text}” did not come; the screen is\n${read()}`);
      await sleep(20);
    }
  };
  await shows('host>');
  return {
    read,
    shows,
    type: (text) => void tmux('send-keys', '-l', text),
    key: (...names) => void tmux('send-keys', ...names),
    [Symbol.asyncDispose]: async () => {
      tmux('kill-server');
      const end = performance.now() + limitMs;
      while (ask('ls').status === 0 && performance.now() < end) await sleep(20);
    },
  };
};

import { spawn } from 'node:child_process';
import type { Streams } from './streams.ts';

/** A bare runtime's command, spawned by Node's own means; settles when it is gone and its pipes are closed. */
export const bare = (program: string, streams: Streams, args: readonly string[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const out = streams === 'piped' ? 'pipe' : 'ignore';
    const child = spawn(program, args, { stdio: ['ignore', out, out] });
    child.stdout?.resume();
    child.stderr?.resume();
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`${program} ${args.join(' ')} ended with ${code ?? signal}`));
    });
  });

export const bareRunc = (streams: Streams, args: readonly string[]): Promise<void> =>
  bare('runc', streams, args);

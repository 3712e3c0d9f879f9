import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const release = '2026.10.22.0';
const installMs = 120_000;
const cache = fileURLToPath(new URL(`../../../.cache/bench/gvisor-${release}`, import.meta.url));
const program = fileURLToPath(new URL('sandbox.py', import.meta.url));

/** A sandbox that the bindings have made. */
export interface Bindings {
  /** The bindings' `exec` of `true`, captured as it always is. */
  readonly exec: () => Promise<void>;
}

/** Makes a virtual environment with gVisor's Python bindings in it; gives its Python. */
const install = async (): Promise<string> => {
  const python = join(cache, 'bin', 'python');
  const done = join(cache, 'lib');
  if (existsSync(python) && existsSync(done)) return python;
  const run = promisify(execFile);
  try {
    await mkdir(cache, { recursive: true });
    await run('python3', ['-m', 'venv', cache], { timeout: installMs });
    await run(python, ['-m', 'pip', 'install', '--quiet', '--no-deps', `gvisor==${release}`], {
      timeout: installMs,
    });
  } catch (error) {
    await rm(cache, { recursive: true, force: true });
    throw error;
  }
  return python;
};

/**
 * Starts a sandbox by the bindings: its state is in `dir/state`, and its id is `state`, so that our driver finds it.
 * @throws where there is no Python, or the bindings cannot be had
 */
export const bindings = async (dir: string, runsc: string, kept: AsyncDisposableStack): Promise<Bindings> => {
  const python = await install();
  const child = spawn(python, [program, dir, 'state'], {
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
    env: { ...process.env, RUNSC_PATH: runsc },
  });
  const [, stdout, , asked] = child.stdio as unknown as [null, Readable, null, Writable];
  const exited = once(child, 'exit');
  kept.defer(async () => {
    asked.end();
    await exited;
  });
  const lines = createInterface(stdout)[Symbol.asyncIterator]();
  const expect = async (word: string): Promise<void> => {
    const { value } = await lines.next();
    if (value !== word) throw new Error(`gVisor's bindings said ${value ?? 'nothing'} in place of ${word}`);
  };
  await expect('READY');
  return {
    exec: async () => {
      asked.write('\n');
      await expect('DONE');
    },
  };
};

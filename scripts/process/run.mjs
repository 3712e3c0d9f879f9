import { spawn } from 'node:child_process';
import { endGroup, keepGroup, killGroup } from './groups.mjs';
import { tail } from './tail.mjs';

/**
 * @typedef {object} Ended
 * @property {boolean} ok it exited 0 within its limit
 * @property {boolean} stopped it did not end by itself, but at its limit
 * @property {string} how what happened, in words: `exit code 1`, `stopped at its limit of 60 s`
 * @property {string} output the last of what it wrote, where `show` was not asked for
 */

const drainMs = 1_000;

const howItEnded = (code, signal, limitMs, late) => {
  if (late) return `stopped at its limit of ${limitMs / 1_000} s`;
  return signal === null ? `exit code ${code}` : `ended by ${signal}`;
};

/**
 * Runs a program in a process group of its own and kills the whole group at the limit, and what is left of it at
 * the program's end. Input is /dev/null.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, limitMs: number, show?: boolean }} options
 *   `show`: its output goes straight to ours
 * @returns {Promise<Ended>}
 */
export const run = (command, args, { cwd, env, limitMs, show = false }) =>
  new Promise((resolve) => {
    const sink = show ? 'inherit' : 'pipe';
    const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', sink, sink] });
    const output = tail();
    child.stdout?.on('data', output.add);
    child.stderr?.on('data', output.add);
    if (child.pid === undefined) {
      child.once('error', (error) => resolve({ ok: false, stopped: false, how: error.message, output: '' }));
      return;
    }
    const { pid } = child;
    const released = keepGroup(pid);
    let late = false;
    const limit = setTimeout(() => {
      late = true;
      endGroup(pid);
    }, limitMs);

    child.once('exit', (code, signal) => {
      clearTimeout(limit);
      killGroup(pid);
      released();
      const ended = { ok: code === 0 && !late, stopped: late, how: howItEnded(code, signal, limitMs, late) };
      const settle = () => resolve({ ...ended, output: output.text() });
      // Something that left the group may hold the pipes open.
      const drained = setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
        settle();
      }, drainMs);
      child.once('close', () => {
        clearTimeout(drained);
        settle();
      });
    });
  });

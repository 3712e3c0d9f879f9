import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';

/**
 * Runs a program to its end; `quiet` keeps its words for the error.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ quiet?: boolean, timeoutMs?: number, cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<string>} its standard output, where quiet
 */
export const run = (program, args, { quiet = true, timeoutMs = 600_000, cwd, env } = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
    });
    let out = '';
    let err = '';
    child.stdout?.on('data', (chunk) => {
      out += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      err = (err + chunk).slice(-20_000);
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (code === 0) return resolve(out);
      const how = signal ? `was ended by ${signal}` : `exited with ${code}`;
      reject(new Error(`${program} ${args.slice(0, 3).join(' ')} … ${how}\n${err || out.slice(-4_000)}`));
    });
  });

/** Removes a tree that a debootstrap made. */
export const remove = (path) => rmSync(path, { recursive: true, force: true });

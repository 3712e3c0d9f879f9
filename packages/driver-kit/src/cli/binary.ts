import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { RuntimeError } from '@caisson/errors';
import type { Help, HelpSpelling } from '../dialect.ts';
import type { Launch } from '../program/launch.ts';
import { runVerb } from '../program/verb.ts';
import { unavailable } from './failure.ts';

/** How long a binary may take to say what it is, in milliseconds, unless a verb may take less. */
const probeTimeoutMs = 10_000;

/**
 * Finds a program as the shell would.
 * @throws `ERR_RUNTIME_NOT_AVAILABLE`
 */
export const findBinary = (runtime: string, path: string): string => {
  if (path.includes('/')) return checked(runtime, resolve(path));
  for (const dir of (process.env['PATH'] ?? '').split(delimiter).filter(isAbsolute)) {
    if (isExecutable(join(dir, path))) return join(dir, path);
  }
  throw new RuntimeError(
    'ERR_RUNTIME_NOT_AVAILABLE',
    `${runtime} cannot be used: there is no program ${path} in PATH; install it, or give its path`,
    { runtime, reason: `there is no program ${path} in PATH` },
  );
};

const checked = (runtime: string, path: string): string => {
  try {
    accessSync(path, constants.X_OK);
    if (!statSync(path).isFile()) throw Object.assign(new Error('it is not a file'), { code: undefined });
    return path;
  } catch (cause) {
    throw unavailable(runtime, path, cause);
  }
};

export const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
};

const usual: HelpSpelling = {
  args: (verb) => [...(verb ? [verb] : []), '--help'],
  flags: (text) => text.match(/--[a-z][a-z0-9-]*/g) ?? [],
};

/** Asks the binary what it is; `flags` asks for a verb's help when it is called, once for each. */
export const helpOf = async (
  launch: Launch,
  runtime: string,
  path: string,
  verbTimeoutMs: number = probeTimeoutMs,
  spelling: HelpSpelling = usual,
): Promise<Help> => {
  const timeoutMs = Math.min(probeTimeoutMs, verbTimeoutMs);
  const say = async (...args: readonly string[]): Promise<{ stdout: string; stderr: string }> => {
    const end = await runVerb(launch, { path, args, stdio: ['ignore', 'pipe', 'pipe'] }, { timeoutMs }).catch(
      (cause: unknown) => {
        throw unavailable(runtime, path, cause);
      },
    );
    if (end.timedOut) throw unavailable(runtime, path, new Error(`did not answer in ${timeoutMs} ms`));
    if (end.exitCode !== 0) {
      const words = (end.stderr || end.stdout).trim().slice(0, 500);
      throw unavailable(runtime, path, new Error(`${args.join(' ')} exited with ${end.exitCode}: ${words}`));
    }
    return end;
  };
  const version = (await say('--version')).stdout.trim();
  const known = new Map<string, Promise<ReadonlySet<string>>>();
  const ask = async (verb: string): Promise<ReadonlySet<string>> => {
    const { stdout, stderr } = await say(...spelling.args(verb));
    return new Set(spelling.flags(stdout || stderr)); // Go's `flag` prints its help as an error.
  };
  const flags = (verb = ''): Promise<ReadonlySet<string>> => {
    const answer = known.get(verb) ?? ask(verb);
    known.set(verb, answer);
    return answer;
  };
  return { version, flags };
};

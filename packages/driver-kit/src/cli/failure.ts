import { existsSync } from 'node:fs';
import type { ErrorCode } from '@caisson/core';
import { RuntimeError } from '@caisson/errors';
import { errorWords, parseLog } from '../program/log.ts';
import type { Command } from './command.ts';

interface Ended {
  readonly verb: string;
  readonly id: string | undefined;
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly timedOut: boolean;
}

const wordLimit = 4_000;

/** A verb's failure as an error: the log's errors before standard error, for that may be the program's. */
export const failureOf = (command: Command, ended: Ended, log: string, stderr: string): RuntimeError => {
  const { dialect, timeoutMs, path } = command;
  const { verb, id, exitCode, signal } = ended;
  const words = (errorWords(parseLog(log)) || stderr.trim()).slice(0, wordLimit);
  const facts = { runtime: dialect.name, verb, id, words };
  const what = `${dialect.name} ${verb}${id === undefined ? '' : ` ${id}`}`;
  if (ended.timedOut) {
    return new RuntimeError('ERR_TIMEOUT', `${what} took longer than ${timeoutMs} ms and was ended`, {
      ...facts,
      reason: `${path} did not answer; verbTimeoutMs bounds every verb`,
    });
  }
  const code: ErrorCode = dialect.errorCode({ verb, exitCode, words }) ?? 'ERR_RUNTIME_FAILED';
  const how = exitCode === null ? `was ended by ${signal}` : `exited with ${exitCode}`;
  return new RuntimeError(code, `${what} failed: ${words || how}`, facts);
};

const sentences: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'it is not executable',
  ENOEXEC: 'it is not a program',
  ENOTDIR: 'a part of its path is not a directory',
};

/** The binary could not be started. */
export const unavailable = (runtime: string, path: string, cause: unknown): RuntimeError => {
  const { code, message } = cause as NodeJS.ErrnoException;
  const known =
    code === 'ENOENT' && existsSync(path) ? 'its interpreter is not there' : sentences[code ?? ''];
  const reason = known ?? (message || String(cause));
  return new RuntimeError('ERR_RUNTIME_NOT_AVAILABLE', `${runtime} cannot be used: ${path}: ${reason}`, {
    runtime,
    reason: `${path}: ${reason}`,
    cause,
  });
};

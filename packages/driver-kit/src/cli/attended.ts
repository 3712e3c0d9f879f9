import { watch } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { RuntimeError } from '@caisson/errors';
import type { EngineEnd } from '../engine.ts';
import { errorWords, parseLog } from '../program/log.ts';
import { said } from '../program/said.ts';
import type { Scratch } from '../program/scratch.ts';
import { lateness } from '../program/verb.ts';
import type { Begun } from './begin.ts';
import { type Command, tellDebug } from './command.ts';
import { failureOf, unavailable } from './failure.ts';

/** How often a pid file is looked for, in milliseconds. */
const pidPollMs = 2;
/** How long a client may hold a process's pipes after that process, while nothing moves in them, in milliseconds. */
const holdMs = 300;
/** More than the pipes on the way and the client can hold, in bytes: what comes then, a descendant has written since. */
const onTheWay = 4 << 20;

/** The pid that a foreground verb writes when its process is there, or that `appears` tells. */
export const attendedPid = async (
  command: Command,
  verb: string,
  id: string,
  { client, stdio }: Begun,
  files: Scratch,
  appears?: () => Promise<number>,
): Promise<number> => {
  const over = new AbortController();
  using late = lateness(client.kill, command.timeoutMs);
  const written = async (): Promise<number> => {
    for (;;) {
      const pid = Number(files.read('pid') || Number.NaN);
      if (pid > 0) return pid;
      await sleep(pidPollMs, undefined, { signal: over.signal });
    }
  };
  try {
    const appearing = (appears ?? written)();
    appearing.catch(() => {});
    const end = await Promise.race([appearing, client.exited, late.expired]);
    if (typeof end === 'number') return end;
    tellDebug(command, files);
    const pid = Number(files.read('pid') || Number.NaN);
    const log = files.read('log') ?? '';
    if (pid > 0 && !late.hit() && errorWords(parseLog(log)) === '') return pid;
    const ended = { verb, id, exitCode: null, signal: 'SIGKILL' as const, ...end, timedOut: late.hit() };
    throw failureOf(command, ended, log, await said(stdio.stderr ?? stdio.stdout));
  } catch (error) {
    stdio.destroy();
    throw error instanceof RuntimeError ? error : unavailable(command.dialect.name, command.path, error);
  } finally {
    over.abort();
  }
};

/**
 * The end of a foreground verb's process. The client waits for its pipes too, which a descendant may hold for
 * ever; where its log tells the process's end, it is waited for only while something moves.
 */
export const attendedEnd = async (
  command: Command,
  verb: string,
  id: string,
  pid: number,
  begun: Begun,
  files: Scratch,
): Promise<EngineEnd> => {
  const { client } = begun;
  const { dialect } = command;
  const logged = (): EngineEnd | undefined => dialect.loggedEnd?.(parseLog(files.read('log') ?? ''), pid);
  const told = Promise.withResolvers<EngineEnd>();
  const check = (): void => {
    const end = logged();
    if (end) told.resolve(end);
  };
  const watcher = dialect.loggedEnd && watch(files.dir, { persistent: false }, check);
  check();
  try {
    await Promise.race([client.exited, told.promise]);
    await untilStill(begun);
    const end = logged();
    if (end) return end;
    const { exitCode, signal } = await client.exited;
    const log = files.read('log') ?? '';
    const words = errorWords(parseLog(log));
    if (words !== '' && dialect.errorCode({ verb, exitCode, words }) === 'ERR_EXEC_FAILED')
      throw failureOf(command, { verb, id, exitCode, signal, timedOut: false }, log, '');
    if (exitCode === null || words !== '')
      throw lost(command, id, words || `its command was ended by ${signal}`);
    return { exitCode, signal: exitCode > 128 ? 'unknown' : null };
  } finally {
    watcher?.close();
    tellDebug(command, files);
  }
};

const untilStill = async ({ client, stdio }: Begun): Promise<void> => {
  let gone = false;
  const exited = client.exited.then(() => {
    gone = true;
  });
  const moved = (): number =>
    [stdio.stdout, stdio.stderr].reduce(
      (sum, from) => sum + ((from as { bytesRead?: number })?.bytesRead ?? 0),
      0,
    );
  const held = (): boolean => [stdio.stdout, stdio.stderr].some((from) => from && from.readableLength > 0);
  const limit = moved() + onTheWay;
  for (let still = 0, seen = moved(); !gone && still < holdMs && seen < limit; ) {
    await Promise.race([exited, sleep(holdMs / 6, undefined, { ref: false })]); // The client is waited for.
    still = moved() === seen && !held() ? still + holdMs / 6 : 0;
    seen = moved();
  }
  if (!gone) client.kill('SIGKILL'); // It only copies now, for a descendant that holds the pipes.
};

const lost = ({ dialect }: Command, id: string, words: string): RuntimeError =>
  new RuntimeError('ERR_STATUS_LOST', `${dialect.name}: the status of a process of ${id} is lost: ${words}`, {
    runtime: dialect.name,
    id,
    words,
    reason: words,
  });

import { closeSync, constants, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Hook, Mount, Spec, State } from '@caisson/core';
import type { Launched } from '../program/launch.ts';
import type { Scratch } from '../program/scratch.ts';
import { readBundle } from '../runtime/bundle.ts';
import type { Command } from './command.ts';
import { makeFifos } from './fifo.ts';

// A foreground `run` starts at once, and only it can tell the status. So something to be done between create and
// start is put into it: its last createRuntime hook says that it is there and waits for a word. Where this process
// dies, the hook reads the end of the pipe and fails, and the runtime takes the container back. It opens the pipe
// for writing too for a moment: else its opening would wait for a process that has died before.
const script = `cat >"$1/state.new" && mv "$1/state.new" "$1/state" || exit 1
exec 3<>"$1/go" 4<"$1/go" 3>&-
read -r word <&4 && [ "$word" = go ]`;

// A runtime that waits for what a hook has left behind removes the container's cgroup only then: this is left behind
// until it reads the end of a pipe, which comes where this process dies, too.
const leaveBehind = `(exec 3<>"$1/end" 5<"$1/end" 3>&-; read -r word <&5) >/dev/null 2>&1 &
`;

/** A run that is held before its start. */
export interface Gate {
  /** The bundle to run in place of the given one. */
  readonly bundle: string;
  /** What the runtime told the hook: its pid is init's. Rejects with nothing if `client` ends before. */
  readonly reached: (client: Launched) => Promise<State | undefined>;
  readonly open: () => void;
  /** The run fails and is taken back. */
  readonly refuse: () => void;
  /** To call when the hook has read its word, or there is none. */
  readonly close: () => void;
  /** Where it withholds the container's removal, that may come now. */
  readonly letGo: () => void;
}

/** How often the hook's word is looked for, in milliseconds. */
const pollMs = 2;

/** @param withhold whether the container's removal is to wait for `letGo`, of a dialect that `waitsForOrphans` */
export const gate = async (
  command: Command,
  id: string,
  bundle: string,
  files: Scratch,
  withhold = false,
): Promise<Gate> => {
  readBundle(command.dialect.name, id, bundle);
  const spec = parseExactly(readFileSync(join(bundle, 'config.json'), 'utf8'));
  await makeFifos([files.path('go'), ...(withhold ? [files.path('end')] : [])], command.launch);
  const go = openFifo(files.path('go'));
  let end = withhold ? openFifo(files.path('end')) : undefined;
  const held = files.path('bundle');
  mkdirSync(held, { mode: 0o700 });
  writeFileSync(
    join(held, 'config.json'),
    JSON.stringify(withGate(spec, resolve(bundle), files.dir, withhold)),
    {
      mode: 0o600,
    },
  );
  let answered = false;
  const answer = (word: string): void => {
    if (answered) return;
    answered = true;
    writeSync(go, `${word}\n`);
  };
  let closed = false;
  return {
    bundle: held,
    reached: async (client) => {
      let gone = false;
      const mark = (): void => {
        gone = true;
      };
      client.exited.then(mark, mark);
      while (!gone) {
        const text = files.read('state');
        if (text) return JSON.parse(text) as State;
        await sleep(pollMs);
      }
      return undefined;
    },
    open: () => answer('go'),
    refuse: () => answer('no'),
    // Not before: a FIFO that nobody has open forgets what it holds.
    close: () => {
      if (!closed) closeSync(go);
      closed = answered = true;
    },
    letGo: () => {
      if (end !== undefined) closeSync(end);
      end = undefined;
    },
  };
};

const openFifo = (path: string): number => openSync(path, constants.O_RDWR | constants.O_NONBLOCK);

/** With the numbers that a double cannot hold, such as RLIM_INFINITY, kept as they are written. */
const parseExactly = (text: string): Spec => {
  // TypeScript's library does not know these two yet (ECMAScript's JSON.parse source text access).
  const { parse, rawJSON } = JSON as unknown as {
    parse: (text: string, revive: (key: string, value: unknown, at: { source: string }) => unknown) => Spec;
    rawJSON: (text: string) => unknown;
  };
  return parse(text, (_, value, { source }) =>
    Number.isInteger(value) && !Number.isSafeInteger(value) ? rawJSON(source) : value,
  );
};

const withGate = (spec: Spec, bundle: string, dir: string, withhold: boolean): Spec => {
  const words = withhold ? `${leaveBehind}${script}` : script;
  const hook: Hook = { path: '/bin/sh', args: ['sh', '-c', words, 'gate', dir] };
  const absolute = (mount: Mount): Mount =>
    mount.source !== undefined && (mount.type === 'bind' || mount.options?.some((o) => /^r?bind$/.test(o)))
      ? { ...mount, source: resolve(bundle, mount.source) }
      : mount;
  return {
    ...spec,
    ...(spec.root ? { root: { ...spec.root, path: resolve(bundle, spec.root.path) } } : {}),
    ...(spec.mounts ? { mounts: spec.mounts.map(absolute) } : {}),
    hooks: { ...spec.hooks, createRuntime: [...(spec.hooks?.createRuntime ?? []), hook] },
  };
};

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Capability, ErrorCode, Process, Runtime, RuntimeError, Spec } from '@caisson/core';
import type { OptionalPart, RuntimeFixture } from '../fixture.ts';
import type { Limits, Program } from '../programs/program.ts';
import type { Needs } from '../suite/topic.ts';
import { atMost, type Patience, type Waiting, waitingWith } from './patience.ts';
import { errorOf } from './refusal.ts';
import { type RunningOptions, type RunningProgram, runningIn } from './running.ts';

/** What a test has at hand. At its end whatever it made is ended and removed. */
export interface World extends Waiting, AsyncDisposable {
  readonly runtime: Runtime;
  readonly can: (capability: Capability) => boolean;
  /** A new container id. */
  readonly id: () => string;
  readonly bundle: (program: Program, limits?: Limits) => Promise<string>;
  /** Changes a bundle's config.json. */
  readonly amend: (bundle: string, change: (spec: Spec) => Spec) => Promise<void>;
  readonly process: (program: Program) => Process;
  /** `work` must fail, with one of these codes. */
  readonly refused: (work: PromiseLike<unknown>, ...codes: readonly ErrorCode[]) => Promise<RuntimeError>;
  /** A container that runs this program, by a `run` that goes on. */
  readonly running: (program: Program, options?: RunningOptions) => Promise<RunningProgram>;
  /** A part of the fixture. */
  readonly part: <P extends OptionalPart>(name: P) => NonNullable<RuntimeFixture[P]>;
  /** A directory for the test's own files. */
  readonly dir: () => Promise<string>;
  /** A promise to await at the test's end, whatever becomes of it. */
  readonly later: <T>(work: Promise<T>) => Promise<T>;
}

let worlds = 0;

export const worldOf = (fixture: RuntimeFixture, needs: Required<Needs>, patience: Patience): World => {
  const { runtime } = fixture;
  const prefix = `conformance-${process.pid}-${++worlds}`;
  const ids: string[] = [];
  const dirs: string[] = [];
  const running: Promise<unknown>[] = [];
  const mayUse = (program: Program): Program => {
    assert.ok(needs.programs.includes(program.does), `the test does not say that it uses ${program.does}`);
    return program;
  };
  const waiting = waitingWith(patience);
  const here: Omit<World, 'running'> = {
    ...waiting,
    runtime,
    can: (capability) => runtime.capabilities[capability],
    id: () => {
      const id = `${prefix}-${ids.length + 1}`;
      ids.push(id);
      return id;
    },
    bundle: (program, limits) => fixture.bundle(mayUse(program), limits),
    amend: async (bundle, change) => {
      const config = join(bundle, 'config.json');
      await writeFile(config, JSON.stringify(change(JSON.parse(await readFile(config, 'utf8')) as Spec)));
    },
    process: (program) => fixture.process(mayUse(program)),
    refused: (work, ...codes) =>
      errorOf(waiting.soon(`a rejection with ${codes.join(' or ')}`, work), ...codes),
    part: (name) => {
      const part = fixture[name];
      assert.ok(part, `the factory gives no ${name}: give it, or say in \`without\` why there is none`);
      return part;
    },
    dir: async () => {
      const dir = await mkdtemp(join(tmpdir(), 'conformance-'));
      dirs.push(dir);
      return dir;
    },
    later: (work) => {
      work.catch(() => {});
      running.push(work);
      return work;
    },
    [Symbol.asyncDispose]: async () => {
      const { patienceMs } = patience;
      for (const id of ids) await atMost(patienceMs, () => runtime.delete(id, { force: true }));
      for (const work of running) await atMost(patienceMs, () => work);
      await atMost(patienceMs, () => runtime.close());
      for (const dir of dirs) await rm(dir, { recursive: true, force: true });
    },
  };
  return { ...here, running: runningIn(here) };
};

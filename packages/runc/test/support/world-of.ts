import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Driver, Process, Runtime } from '@caisson/core';
import type { CliOptions } from '@caisson/driver-kit';
import { args, baseSpec, type Change, compose, env, hostRootfs, pipe, writeBundle } from '@caisson/oci-spec';
import { afterAll, beforeAll, expect } from 'vitest';
import { settleDescriptors } from './remains/descriptors.ts';
import { mountsIn } from './remains/files.ts';
import { type Remains, remainsOf } from './remains/remains.ts';

/** What one test file has for itself: nobody else's containers are among its own. */
export interface World<O = CliOptions> {
  readonly dir: string;
  /** The runtime's state directory. */
  readonly root: string;
  /** In the environment of all that it starts, inside containers and outside. */
  readonly marker: string;
  readonly remains: Remains;
  /** A new container id. */
  readonly id: () => string;
  /** A new bundle over the host's own directories: a program and its arguments, and changes. */
  readonly bundle: (program: readonly string[], ...changes: readonly Change[]) => Promise<string>;
  /** The changes that every bundle begins with. */
  readonly base: () => Change;
  readonly runtime: (options?: O) => Promise<Runtime>;
  /** For `exec`. */
  readonly process: (program: readonly string[], rest?: Partial<Process>) => Process;
}

export const sh = (script: string, ...rest: readonly string[]): readonly string[] => [
  'sh',
  '-c',
  script,
  'sh',
  ...rest,
];

const variable = 'CAISSON_TEST';
const path = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** A runtime whose containers a world is made of. */
export interface Kind<O extends CliOptions> {
  readonly binary: 'runc' | 'crun' | 'runsc';
  readonly driver: Driver<O>;
  /** Whether containers can be run here. */
  readonly able: boolean;
  /** The state directory of a container, where each has a runtime's root of its own. */
  readonly ownRoots?: boolean;
}

/** Call it at the top of a test file: at the file's end it asserts that nothing is left of all that was made. */
export const worldOf = <O extends CliOptions>({
  binary,
  driver,
  able,
  ownRoots = false,
}: Kind<O>): World<O> => {
  const prefix = `t${randomBytes(5).toString('hex')}`;
  const earlier = tmpdir();
  let made: { readonly dir: string; readonly change: Change; readonly remains: Remains } | undefined;
  let ids = 0;
  let bundles = 0;
  const there = (): NonNullable<typeof made> => {
    if (!made) throw new Error('The world is there within tests alone.');
    return made;
  };
  const root = (): string => join(there().dir, 'state');

  beforeAll(async () => {
    if (!able) return;
    const dir = mkdtempSync(join(earlier, 'runc-suite-'));
    chmodSync(dir, 0o755);
    mkdirSync(join(dir, 'tmp'));
    // The driver's own temporary files, and no other program's, are in here then.
    process.env['TMPDIR'] = join(dir, 'tmp');
    process.env[variable] = prefix;
    await settleDescriptors();
    const change = await hostRootfs(join(dir, 'rootfs'));
    made = {
      dir,
      change,
      remains: remainsOf({ dir, prefix, marker: `${variable}=${prefix}`, binary, ownRoots }),
    };
  });

  afterAll(async () => {
    if (!made) return;
    const left = await made.remains.atLast();
    await made.remains.sweep();
    process.env['TMPDIR'] = earlier;
    // Through a mount that is left, what it shows would be removed: the host's own files.
    if (mountsIn(made).length === 0) rmSync(made.dir, { recursive: true, force: true });
    expect(left).toEqual([]);
  }, 60_000);

  const base = (): Change => compose(there().change, env({ [variable]: prefix }));
  return {
    get dir() {
      return there().dir;
    },
    get root() {
      return root();
    },
    get remains() {
      return there().remains;
    },
    marker: prefix,
    id: () => `${prefix}-${++ids}`,
    base,
    bundle: async ([program = '', ...rest], ...changes) => {
      const dir = join(there().dir, `bundle-${++bundles}`);
      await writeBundle(dir, pipe(baseSpec(binary), base(), args(program, ...rest), ...changes));
      return dir;
    },
    runtime: (options) => driver({ root: root(), ...options } as O),
    process: (program, rest = {}) => ({
      args: program,
      cwd: '/',
      env: [path, `${variable}=${prefix}`],
      ...rest,
    }),
  };
};

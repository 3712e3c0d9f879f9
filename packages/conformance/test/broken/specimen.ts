import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ErrorCode, Runtime, RuntimeError, Spec } from '@caisson/core';
import { isRuntimeError, RuntimeError as RuntimeErrorClass } from '@caisson/errors';
import type { MemoryOptions } from '../../../memory/src/index.ts';
import { argsOf } from '../../../memory/test/support/vocabulary.ts';
import type { RuntimeFixture } from '../../src/index.ts';

/** A runtime that differs from one that passes in one behaviour. */
export interface Specimen {
  /** What it does, that no runtime may. */
  readonly it: string;
  readonly breaks: (runtime: Runtime) => Runtime;
  readonly options?: MemoryOptions;
  readonly parts?: Partial<RuntimeFixture>;
}

/** Its run is another. */
export const run =
  (other: (inner: Runtime) => Runtime['run']) =>
  (inner: Runtime): Runtime => ({ ...inner, run: other(inner) });

export const exec =
  (other: (inner: Runtime) => Runtime['exec']) =>
  (inner: Runtime): Runtime => ({ ...inner, exec: other(inner) });

/** `work` fails with `to` where it would with `from`. */
export const recoded = async <T>(work: Promise<T>, from: ErrorCode, to: ErrorCode): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    if (!isRuntimeError(error, from)) throw error;
    const { runtime, id, message, cause, status } = error as RuntimeError;
    throw new RuntimeErrorClass(to, message, { runtime, id, cause, status });
  }
};

/** `work` gives `instead` where it would fail with that code. */
export const forgiven = async <T>(
  work: Promise<T>,
  code: ErrorCode,
  instead: () => T | Promise<T>,
): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    if (isRuntimeError(error, code)) return instead();
    throw error;
  }
};

export const hang = (): Promise<never> => new Promise(() => {});

/** What a bundle runs, by its first word in the vocabulary. */
export const programIn = (bundle: string): string =>
  (JSON.parse(readFileSync(join(bundle, 'config.json'), 'utf8')) as Spec).process?.args?.[0] ?? '';

let remnants = 0;

/** Leaves a container that nobody knows of. */
export const leave = async (runtime: Runtime): Promise<void> => {
  const bundle = mkdtempSync(join(tmpdir(), 'remnant-'));
  mkdirSync(join(bundle, 'rootfs'));
  const process = { args: [...argsOf({ does: 'run' })], cwd: '/' };
  writeFileSync(
    join(bundle, 'config.json'),
    JSON.stringify({ ociVersion: '1.2.0', process, root: { path: 'rootfs' } }),
  );
  try {
    await runtime.create(`remnant-${remnants++}`, bundle);
  } finally {
    rmSync(bundle, { recursive: true });
  }
};

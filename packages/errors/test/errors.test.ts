import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { InvalidOptionError, isRuntimeError, RuntimeError } from '../src/index.ts';

describe('RuntimeError', () => {
  test('carries its code, its facts and its cause', () => {
    const cause = new Error('no such file');
    const error = new RuntimeError('ERR_INVALID_SPEC', 'no config.json', {
      runtime: 'runc',
      verb: 'create',
      id: 'a',
      words: 'open config.json: no such file or directory',
      reason: 'there is no config.json',
      cause,
    });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: 'RuntimeError',
      code: 'ERR_INVALID_SPEC',
      message: 'no config.json',
      runtime: 'runc',
      verb: 'create',
      id: 'a',
      words: 'open config.json: no such file or directory',
      reason: 'there is no config.json',
      cause,
    });
  });

  test('has no member for a fact that is not known, not even an undefined one', () => {
    const error = new RuntimeError('ERR_TIMEOUT', 'slow', { id: undefined, verb: 'state' });
    expect(Object.keys(error).sort()).toEqual(['code', 'verb']);
    expect('cause' in error).toBe(false);
  });

  test('shows its name, code and facts when it is printed', () => {
    const printed = inspect(new RuntimeError('ERR_TIMEOUT', 'state took 60 s', { id: 'a' }));
    expect(printed).toMatch(/^RuntimeError: state took 60 s/);
    expect(printed).toContain("code: 'ERR_TIMEOUT'");
    expect(printed).toContain("id: 'a'");
    expect(printed).not.toContain('Symbol(');
  });

  test('can be extended, and stays known', () => {
    class VmError extends RuntimeError {}
    expect(isRuntimeError(new VmError('ERR_RUNTIME_FAILED', 'x'), 'ERR_RUNTIME_FAILED')).toBe(true);
  });
});

describe('InvalidOptionError', () => {
  test('is a TypeError that the guard knows by its code', () => {
    const error = new InvalidOptionError('memory: give bytes');
    expect(error).toBeInstanceOf(TypeError);
    expect(error.name).toBe('InvalidOptionError');
    expect(isRuntimeError(error, 'ERR_INVALID_OPTION')).toBe(true);
    expect(isRuntimeError(error, 'ERR_INVALID_SPEC')).toBe(false);
  });
});

describe('isRuntimeError', () => {
  test('asks for one of the codes where any is given', () => {
    const error = new RuntimeError('ERR_ABORTED', 'aborted');
    expect(isRuntimeError(error)).toBe(true);
    expect(isRuntimeError(error, 'ERR_TIMEOUT', 'ERR_ABORTED')).toBe(true);
    expect(isRuntimeError(error, 'ERR_TIMEOUT')).toBe(false);
  });

  test.each([
    ['undefined', undefined],
    ['a text', 'ERR_ABORTED'],
    ['an object with a code', { code: 'ERR_ABORTED' }],
    ['an error of Node', Object.assign(new Error('x'), { code: 'ERR_ABORTED' })],
  ])('does not know %s', (_, value) => {
    expect(isRuntimeError(value)).toBe(false);
  });
});

describe('across copies of the package', () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'caisson-errors-'));
    await cp(join(import.meta.dirname, '../src'), join(dir, 'src'), { recursive: true });
  });
  afterAll(() => rm(dir, { recursive: true }));

  test('an error of another copy is known, though its class is another', async () => {
    const other: typeof import('../src/index.ts') = await import(
      /* @vite-ignore */ join(dir, 'src/index.ts')
    );
    expect(other.RuntimeError).not.toBe(RuntimeError);
    const theirs = new other.RuntimeError('ERR_TIMEOUT', 'x');
    expect(theirs).not.toBeInstanceOf(RuntimeError);
    expect(isRuntimeError(theirs, 'ERR_TIMEOUT')).toBe(true);
    expect(isRuntimeError(new other.InvalidOptionError('x'), 'ERR_INVALID_OPTION')).toBe(true);
    expect(other.isRuntimeError(new RuntimeError('ERR_TIMEOUT', 'x'))).toBe(true);
  });
});

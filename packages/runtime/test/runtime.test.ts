import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { RuntimeError } from '@caisson/core';
import { isRuntimeError } from '@caisson/errors';
import { describe, expect, it } from 'vitest';
import { runtime } from '../src/index.ts';
import { fakeDriver, project } from './support/project.ts';

const failure = async (work: Promise<unknown>): Promise<RuntimeError> => {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isRuntimeError(error)) throw new Error(`It did not fail as it should: ${String(error)}`);
  return error;
};

describe('runtime by type', () => {
  const from = project({
    '@caisson/one': fakeDriver('ours'),
    'caisson-one': fakeDriver('third party’s'),
    'caisson-two': fakeDriver('two'),
    two: fakeDriver('whole name'),
    three: fakeDriver('three'),
    '@acme/driver': fakeDriver('acme'),
    '@caisson/runsc': fakeDriver('runsc'),
    express: { module: "throw new Error('loaded, though it is no driver');" },
    'caisson-old': { ...fakeDriver('old'), exports: undefined, main: './main.js' },
    'caisson-broken': { keywords: ['caisson-driver'], module: "throw new Error('no libacme');" },
    'caisson-empty': { keywords: ['caisson-driver'], module: 'export const drive = 1;' },
    'caisson-refusing': {
      keywords: ['caisson-driver'],
      module: "export const driver = async () => { throw new RangeError('not today'); };",
    },
  });

  it.each([
    ['one', 'ours'],
    ['two', 'two'],
    ['three', 'three'],
    ['@acme/driver', 'acme'],
    ['gvisor', 'runsc'],
    ['old', 'old'],
    ['caisson-two', 'two'],
  ])('finds %s, the nearest of its names', async (type, name) => {
    expect((await runtime({ type, from })).name).toBe(name);
  });

  it('gives the driver all other options, and its own none', async () => {
    const made = await runtime({
      type: 'acme-wasm',
      from: project({ 'acme-wasm': fakeDriver('w') }),
      module: 'x',
      n: 1,
    });
    expect(made).toMatchObject({ options: { module: 'x', n: 1 } });
    expect(Object.keys((made as unknown as { options: object }).options)).toEqual(['module', 'n']);
  });

  it.each([
    ['a directory', from],
    ['a directory’s URL', pathToFileURL(from)],
    ['a module', join(from, 'src/main.js')],
    ['a module’s URL', pathToFileURL(join(from, 'src/main.js'))],
    ['a module’s URL as text', pathToFileURL(join(from, 'src/main.js')).href],
  ])('looks up from %s', async (_what, place) => {
    expect((await runtime({ type: 'two', from: place })).name).toBe('two');
  });

  it('rejects ERR_UNSUPPORTED_RUNTIME for one that is not there, and tells which are', async () => {
    const error = await failure(runtime({ type: 'nonesuch', from }));
    expect(error).toMatchObject({ code: 'ERR_UNSUPPORTED_RUNTIME', runtime: 'nonesuch' });
    expect(error.message).toContain('@caisson/nonesuch, caisson-nonesuch, nonesuch');
    expect(error.reason).toMatch(/installed are .*@acme\/driver.*one.*two/);
    expect(error.reason).not.toContain('express');
    expect(error.reason).toContain(`looked up from ${from}/, @caisson/runtime`);
  });

  it.each(['express', 'fs', 'node:fs', './node_modules/express/main.js', '__proto__'])(
    'loads no package that is not a driver: %s',
    async (type) => {
      const error = await failure(runtime({ type, from }));
      expect(error.code).toBe('ERR_UNSUPPORTED_RUNTIME');
      if (type === 'express') expect(error.reason).toContain('without the keyword caisson-driver');
    },
  );

  it.each([
    ['broken', /no libacme/],
    ['empty', /no function `driver`/],
  ])('rejects ERR_RUNTIME_NOT_AVAILABLE for a package that is %s', async (type, reason) => {
    const error = await failure(runtime({ type, from }));
    expect(error.code).toBe('ERR_RUNTIME_NOT_AVAILABLE');
    expect(error.reason).toMatch(reason);
  });

  it('passes on what the driver rejects with', async () => {
    await expect(runtime({ type: 'refusing', from })).rejects.toThrow(new RangeError('not today'));
  });

  it.each([
    ['options that are none', null],
    ['an empty type', { type: '' }],
    ['a type that is no text', { type: 7 }],
    ['a driver that is no function', { driver: 'runc' }],
    ['a driver and a type', { driver: async () => ({}), type: 'runc' }],
    ['a relative from', { type: 'one', from: './x' }],
    ['a from elsewhere', { type: 'one', from: new URL('https://example.com/') }],
    ['a from that is no place', { type: 'one', from: 7 }],
  ])('refuses %s', async (_what, options) => {
    const error = await failure(runtime(options as never));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.code).toBe('ERR_INVALID_OPTION');
  });
});

describe('runtime by driver', () => {
  it('calls it with the other options', async () => {
    const made = await runtime({
      driver: async (options?: { socket: string }) => ({ options }) as never,
      socket: '/s',
    });
    expect(made).toEqual({ options: { socket: '/s' } });
  });
});

describe('runtime without a from', () => {
  const source = fileURLToPath(new URL('../src/index.ts', import.meta.url));
  const main = `import { runtime } from ${JSON.stringify(source)};
    const { name } = await runtime({ type: process.argv[2] });
    console.log(name);`;
  const run = (cwd: string, script: string, type: string): string =>
    execFileSync(process.execPath, [script, type], { cwd, encoding: 'utf8' }).trim();

  it('finds what the program’s own project has, wherever it is started', () => {
    const dir = project({ 'caisson-mine': fakeDriver('mine') }, { 'bin/main.mjs': main });
    expect(run('/', join(dir, 'bin/main.mjs'), 'mine')).toBe('mine');
  });

  it('finds what the working directory’s project has, after that', () => {
    const elsewhere = project({}, { 'main.mjs': main });
    const dir = project({ 'caisson-mine': fakeDriver('mine') });
    expect(run(dir, join(elsewhere, 'main.mjs'), 'mine')).toBe('mine');
  });
});

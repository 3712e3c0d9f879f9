import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDriver } from '../src/index.ts';
import { main } from '../src/main.ts';
import { made } from './support/made.ts';

describe('createDriver', () => {
  it('makes a package by the convention of drivers', async () => {
    await using driver = await made({ runtime: 'my-vm', packageName: '@my/driver', command: 'myvmctl' });
    const manifest = JSON.parse(await readFile(join(driver.directory, 'package.json'), 'utf8'));
    expect(manifest).toMatchObject({
      name: '@my/driver',
      keywords: expect.arrayContaining(['caisson-driver']),
      peerDependencies: { '@caisson/core': expect.any(String) },
    });
    expect(await readFile(join(driver.directory, 'src/index.ts'), 'utf8')).toContain('myVm as driver');
    expect(await readFile(join(driver.directory, 'src/dialect.ts'), 'utf8')).toContain("binary: 'myvmctl'");
    expect(await readFile(join(driver.directory, '.gitignore'), 'utf8')).toContain('node_modules/');
  });

  it('leaves no word of the template’s own, and compiles, whatever the names', async () => {
    await using driver = await made({ runtime: 'my-vm', packageName: '@my/driver', command: 'myvmctl' });
    expect(
      await driver.run('grep', '-ril', '--exclude-dir=node_modules', 'acme', '.').catch(() => 'none'),
    ).toBe('none');
    await driver.run('tsc', '-p', 'tsconfig.test.json');
    await driver.run('tsc', '-p', 'tsconfig.json');
    const said = await driver.run(
      'node',
      '-p',
      "import('./dist/index.js').then((m) => console.log(Object.keys(m)))",
    );
    expect(said).toContain("[ 'driver', 'myVm' ]");
  });

  it('gives a package whose unit tests pass where no such runtime is, and whose other tests say why not', async () => {
    await using driver = await made({ runtime: 'nonesuch-vm' });
    const said = await driver.run('node', '--test', '--test-reporter=tap', 'test/*.test.ts');
    expect(said).toMatch(/# fail 0/);
    expect(said).toMatch(/the contract # SKIP .*(needs root|no program nonesuch-vm)/);
  });

  it.each([
    ['a runtime', { runtime: 'My VM' }],
    ['a runtime', { runtime: '../x' }],
    ['a package', { runtime: 'vm', packageName: '@a/b/c' }],
    ['a command', { runtime: 'vm', command: 'rm -rf /' }],
  ])('refuses what is no name of %s: %o', async (_what, names) => {
    await expect(createDriver({ directory: '/nowhere/at/all', ...names })).rejects.toThrow(TypeError);
  });

  it('refuses a directory that holds anything', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'create-driver-'));
    await writeFile(join(directory, 'precious'), '');
    await expect(createDriver({ directory, runtime: 'vm' })).rejects.toThrow(/is not empty \(precious\)/);
    await rm(directory, { recursive: true });
  });
});

describe('the command', () => {
  const said = { out: vi.spyOn(process.stdout, 'write'), error: vi.spyOn(process.stderr, 'write') };
  beforeEach(() => {
    for (const spy of Object.values(said)) spy.mockReset().mockReturnValue(true);
  });
  afterAll(() => {
    for (const spy of Object.values(said)) spy.mockRestore();
  });

  it('makes a package without a question where all is given', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'create-driver-'));
    expect(await main([join(parent, 'x'), '--runtime', 'vm'], false)).toBe(0);
    expect(String(said.out.mock.calls.at(-1)?.[0])).toContain('npm test');
    expect(JSON.parse(await readFile(join(parent, 'x/package.json'), 'utf8')).name).toBe('caisson-vm');
    await rm(parent, { recursive: true });
  });

  it.each([[[]], [['--yes']], [['--runtme', 'vm']]])(
    'asks nobody where there is no terminal: %o',
    async (argv) => {
      expect(await main(argv, false)).toBe(1);
      expect(String(said.error.mock.calls[0]?.[0])).toMatch(/^create-caisson-driver: /);
    },
  );
});

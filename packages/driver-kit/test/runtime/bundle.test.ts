import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readBundle, specOf } from '../../src/runtime/bundle.ts';
import { temporaryDir, writeBundle } from '../fixtures/bundle.ts';

const dir = temporaryDir();
let made = 0;
const empty = (): string => {
  const bundle = join(dir, `b${made++}`);
  mkdirSync(bundle);
  return bundle;
};
const withConfig = (text: string): string => {
  const bundle = empty();
  writeFileSync(join(bundle, 'config.json'), text);
  return bundle;
};
const without = (change: (spec: Record<string, unknown>) => unknown): string => {
  const spec = { ociVersion: '1.3.0', process: { args: ['true'], cwd: '/' }, root: { path: '/' } };
  return withConfig(JSON.stringify(change(spec)));
};

describe('a bundle', () => {
  test('is read where it has what every runtime needs', () => {
    expect(readBundle('fake', 'a', writeBundle(empty(), { hostname: 'h' }))).toMatchObject({ hostname: 'h' });
  });

  test.each<[string, string, () => unknown]>([
    ['without a config.json', 'config.json: there is no such file', empty],
    ['that is not there', 'there is no such file', () => join(dir, 'nowhere')],
    ['that is a file', 'ENOTDIR', () => join(withConfig('{}'), 'config.json')],
    ['that is no path', 'give the path of a directory', () => 7],
    ['with an empty path', 'give the path of a directory', () => ''],
    ['with a zero byte in its path', 'give the path of a directory', () => `${dir}\0`],
    ['whose config.json is no JSON', 'config.json', () => withConfig('{ "ociVersion": ')],
    ['whose config.json is an array', 'it is no object', () => withConfig('[]')],
    ['whose config.json is null', 'it is no object', () => withConfig('null')],
    ['without an ociVersion', 'ociVersion', () => without(({ ociVersion: _, ...rest }) => rest)],
    ['without a process', 'process.args', () => without(({ process: _, ...rest }) => rest)],
    ['with empty args', 'process.args', () => without((s) => ({ ...s, process: { args: [], cwd: '/' } }))],
    ['with a number in args', 'process.args', () => without((s) => ({ ...s, process: { args: [1] } }))],
    ['without a root', 'root.path', () => without(({ root: _, ...rest }) => rest)],
    [
      'whose root filesystem is missing',
      'root.path: there is no directory',
      () => without((s) => ({ ...s, root: { path: 'rootfs' } })),
    ],
    [
      'whose root filesystem is a file',
      'root.path: there is no directory',
      () => without((s) => ({ ...s, root: { path: 'config.json' } })),
    ],
    [
      'whose root filesystem is a link to itself',
      'root.path: ELOOP',
      () => {
        const bundle = without((s) => ({ ...s, root: { path: 'loop' } }));
        symlinkSync('loop', join(bundle, 'loop'));
        return bundle;
      },
    ],
  ])('%s is refused as ERR_INVALID_SPEC, with where and what', (_how, reason, make) => {
    const bundle = make() as string;
    expect(() => readBundle('fake', 'a', bundle)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_SPEC', id: 'a', reason: expect.stringContaining(reason) }),
    );
  });

  test('that cannot be read has no spec, where one may do without', () => {
    expect(specOf(empty())).toBeUndefined();
    expect(specOf(writeBundle(empty()))).toMatchObject({ ociVersion: '1.0.2' });
  });
});

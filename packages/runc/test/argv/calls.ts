import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Runtime } from '@caisson/core';
import { afterAll, beforeEach } from 'vitest';
import { type RuncOptions, runc } from '../../src/index.ts';

/** Where a process can be waited for natively; what is skipped says so in its name. */
export const onLinux: boolean = process.platform === 'linux';

/** One call of the fake runc. */
interface Call {
  /** Its words; the paths of files of this very call stand as `LOG`, `PID`, `PROCESS`, `RESOURCES`. */
  readonly argv: readonly string[];
  /** Its words without what stands before every verb. */
  readonly verb: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** A file that the call was given, or that its process made: `process.json`, `resources.json`, `criu.conf`, `stdin`. */
  readonly file: (name: string) => string;
}

export interface FakeRunc {
  readonly dir: string;
  readonly path: string;
  readonly bundle: string;
  readonly runtime: (options?: RuncOptions) => Promise<Runtime>;
  /** The calls so far, without those that ask what it is. */
  readonly calls: () => readonly Call[];
  /** What `list` prints. */
  readonly list: (text: string) => void;
}

const fileNames: Readonly<Record<string, string>> = {
  '--log': 'LOG',
  '--pid-file': 'PID',
  '--process': 'PROCESS',
  '--resources': 'RESOURCES',
};

const callIn = (dir: string): Call => {
  const words = (name: string): string[] => readFileSync(join(dir, name), 'utf8').split('\0').slice(0, -1);
  const argv = words('argv').map((word, at, all) => fileNames[all[at - 1] ?? ''] ?? word);
  return {
    argv,
    verb: argv.slice(argv.indexOf('--log-format') + 2),
    env: Object.fromEntries(words('env').map((word) => word.split(/=(.*)/s) as [string, string])),
    file: (name) => readFileSync(join(dir, name), 'utf8'),
  };
};

/** The fake runc, its record empty before each test. */
export const fakeRunc = (): FakeRunc => {
  const dir = mkdtempSync(join(tmpdir(), 'fake-runc-'));
  const record = join(dir, 'record');
  const path = join(import.meta.dirname, 'fake-runc');
  const bundle = join(dir, 'bundle');
  mkdirSync(join(bundle, 'rootfs'), { recursive: true });
  const spec = { ociVersion: '1.0.2', process: { args: ['true'], cwd: '/' }, root: { path: 'rootfs' } };
  writeFileSync(join(bundle, 'config.json'), JSON.stringify(spec));
  beforeEach(() => {
    rmSync(record, { recursive: true, force: true });
    mkdirSync(record);
    process.env['FAKE_RUNC'] = record;
  });
  afterAll(() => {
    delete process.env['FAKE_RUNC'];
    rmSync(dir, { recursive: true, force: true });
  });
  return {
    dir,
    path,
    bundle,
    runtime: (options = {}) => runc({ path, ...options }),
    calls: () => {
      const dirs = Array.from({ length: 100 }, (_, n) => join(record, String(n)));
      return dirs.filter((each) => existsSync(each)).map(callIn);
    },
    list: (text) => writeFileSync(join(record, 'list.json'), text),
  };
};

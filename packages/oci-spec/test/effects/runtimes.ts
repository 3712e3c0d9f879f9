import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';

export interface RuntimeAtHand {
  readonly name: 'runc' | 'crun';
  readonly path: string;
  /** As it prints it; empty: there is no such runtime here. */
  readonly version: string;
  /** Why no container can be run with it here; empty where one can. */
  readonly lack: string;
}

const reason =
  process.platform !== 'linux' ? 'needs Linux' : process.getuid?.() !== 0 ? 'needs Linux and root' : '';

const atHand = (name: 'runc' | 'crun', path: string): RuntimeAtHand => {
  const printed = execFileSync(path, ['--version'], { encoding: 'utf8' });
  return { name, path, version: /version (\S+)/.exec(printed)?.[1] ?? '', lack: reason };
};

const inPath = (name: 'runc' | 'crun'): RuntimeAtHand => {
  const path = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
    .map((dir) => join(dir, name))
    .find((file) => existsSync(file));
  return path === undefined || process.platform !== 'linux'
    ? { name, path: name, version: '', lack: `needs Linux, root and ${name}` }
    : atHand(name, path);
};

/** `CAISSON_OCI_RUNTIMES=/opt/a/runc:/opt/b/crun` adds other releases than those in PATH. */
const others = (process.env['CAISSON_OCI_RUNTIMES'] ?? '').split(delimiter).filter((path) => path !== '');

/** Each release of runc and crun that there is here. */
export const runtimes: readonly RuntimeAtHand[] = [
  inPath('runc'),
  inPath('crun'),
  ...others.map((path) => atHand(basename(path).includes('crun') ? 'crun' : 'runc', path)),
];

/** As test names show it. */
export const shown = ({ name, version, lack }: RuntimeAtHand): string =>
  [name, version, lack === '' ? '' : `(${lack})`].filter((word) => word !== '').join(' ');

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Own } from './remains.ts';

const entries = (dir: string): readonly string[] => (existsSync(dir) ? readdirSync(dir) : []);

const special = (dir: string): readonly string[] =>
  readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isSocket() || entry.isFIFO() || entry.name.startsWith('.gvisor.'))
    .map((entry) => join(entry.parentPath, entry.name));

/** What a runtime keeps beside its containers' state: crun 1.28's. */
const kept: readonly string[] = ['.cache', '.empty-directory'];

/** The runtime's state, the driver's temporary files, sockets and FIFOs, and the files that hold a sandbox's writes. */
export const filesLeft = ({ dir }: Own): readonly string[] => [
  ...entries(join(dir, 'state'))
    .filter((name) => !kept.includes(name))
    .map((name) => `state ${name}`),
  ...entries(join(dir, 'tmp')).map((name) => `temporary file ${name}`),
  ...special(dir).map((path) => `socket, FIFO or writes ${path}`),
];

export const mountsIn = ({ dir }: Pick<Own, 'dir'>): readonly string[] =>
  readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .filter((line) => line.includes(dir))
    .map((line) => `mount ${line}`);

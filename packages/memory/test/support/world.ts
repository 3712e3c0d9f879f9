import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Spec } from '@caisson/core';
import { afterAll } from 'vitest';
import { type Memory, type MemoryOptions, memory, memoryHost, type Programs } from '../../src/index.ts';

/** Programs of the tests: the vocabulary of most of them. */
const programs: Programs = {
  exit: ({ args }) => Number(args[1]),
  print: async ({ args, stdout }) => stdout(args.slice(1).join(' ')),
  both: async ({ stdout, stderr }) => {
    for (const n of [1, 2, 3]) {
      await stdout(`out${n}\n`);
      await stderr(`err${n}\n`);
    }
  },
  cat: async ({ stdin, stdout }) => {
    for await (const bytes of stdin) await stdout(bytes);
  },
  forever: ({ sleep }) => sleep(),
  sleep: async ({ args, sleep }) => sleep(Number(args[1])),
  trap: async ({ on, exit, sleep, stdout }) => {
    on('SIGTERM', () => exit(7));
    await stdout('ready\n');
    await sleep();
  },
  talk: async ({ stdout, sleep }) => {
    await stdout('x');
    await sleep();
  },
  leave: async ({ fork }) => void fork('forever'),
  flood: async ({ args, stdout }) => {
    for (let left = Number(args[1]); left > 0; left -= 10_000) await stdout(Buffer.alloc(10_000, 'x'));
  },
  allocate: async ({ args, allocate, sleep }) => {
    allocate(Number(args[1]));
    await sleep();
  },
  throws: () => {
    throw new Error('out of luck');
  },
};

export interface World {
  readonly dir: string;
  readonly runtime: Memory;
  readonly another: (options?: MemoryOptions) => Promise<Memory>;
  readonly bundle: (args: readonly string[], more?: Partial<Spec>) => string;
  readonly process: (...args: readonly string[]) => { readonly args: readonly string[]; readonly cwd: '/' };
}

/** A host in memory and a directory of bundles, both empty again at the end. */
export const world = async (): Promise<World> => {
  const dir = mkdtempSync(join(tmpdir(), 'caisson-memory-'));
  const host = memoryHost();
  const another = (options: MemoryOptions = {}): Promise<Memory> => memory({ programs, host, ...options });
  const runtime = await another();
  let bundles = 0;
  afterAll(async () => {
    const left = host.ids();
    await runtime.close();
    rmSync(dir, { recursive: true });
    if (left.length > 0) throw new Error(`These containers were left: ${left.join(', ')}.`);
  });
  return {
    dir,
    runtime,
    another,
    bundle: (args, more = {}) => {
      const path = join(dir, `bundle${bundles++}`);
      mkdirSync(join(path, 'rootfs'), { recursive: true });
      const spec: Spec = {
        ociVersion: '1.2.0',
        process: { args, cwd: '/' },
        root: { path: 'rootfs' },
        ...more,
      };
      writeFileSync(join(path, 'config.json'), JSON.stringify(spec));
      return path;
    },
    process: (...args) => ({ args, cwd: '/' }),
  };
};

/** A sink that keeps what it takes. */
export const kept = (): { readonly take: (chunk: Uint8Array) => void; readonly text: () => string } => {
  const chunks: Uint8Array[] = [];
  return { take: (chunk) => void chunks.push(chunk), text: () => Buffer.concat(chunks).toString() };
};

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CheckpointPlugin, Runtime } from '@caisson/core';
import { bindMount, checkpointable } from '@caisson/oci-spec';
import { describe, expect, it } from 'vitest';
import { gather } from '../support/gather.ts';
import { withImagesOnce } from '../support/images.ts';
import { isInPath } from '../support/modes.ts';
import { sh, world } from '../support/world.ts';
import { family } from './family.ts';
import { freeze, lines, thaw, type Workload } from './freeze.ts';

const here = world();
/** For a machine that is busy with other tests. */
const patienceMs = 240_000;
const fixtures = fileURLToPath(new URL('../fixtures/workloads', import.meta.url));
const count = (text: string): number => lines(text).length;
/** 1, 2, 3 … as long as the list is. */
const inOrder = (length: number): readonly number[] => Array.from({ length }, (_, i) => i + 1);

withImagesOnce('a Node program', () => {
  it(
    'goes on with its timers, at the places in its open files',
    async () => {
      const runtime = await here.runtime();
      const data = join(here.dir, 'data');
      mkdirSync(data);
      mkdirSync(join(here.dir, 'rootfs', 'node'));
      mkdirSync(join(here.dir, 'rootfs', 'data'));
      mkdirSync(join(here.dir, 'rootfs', 'fixtures'));
      const numbers = inOrder(50_000).map((n) => `${String(n).padStart(7, '0')}\n`);
      writeFileSync(join(data, 'source'), numbers.join(''));
      const bundle = await here.bundle(
        ['/node/node', '/fixtures/ticking.mjs', '/data'],
        checkpointable(),
        bindMount(dirname(process.execPath), '/node', { readonly: true }),
        bindMount(fixtures, '/fixtures', { readonly: true }),
        bindMount(data, '/data', { readonly: false }),
      );
      const node: Workload = {
        runtime,
        id: here.id(),
        bundle,
        imagePath: join(here.dir, 'node'),
        enough: (said) => count(said) > 50,
      };
      const before = await freeze(node);
      const { said, status } = await thaw(node);
      expect(status).toMatchObject({ exitCode: 7, signal: null });
      const ticks = lines(before + said).map((line) => line.split(' ').map(Number));
      expect(ticks.map(([tick]) => tick)).toEqual(inOrder(ticks.length));
      expect(ticks.map(([, read]) => read)).toEqual(inOrder(ticks.length));
      expect(lines(readFileSync(join(data, 'log'), 'utf8')).map(Number)).toEqual(inOrder(ticks.length));
      expect(here.remains.now()).toEqual([]);
    },
    patienceMs,
  );
});

withImagesOnce('a process tree', () => {
  /** Its sleepers: process, parent, group, session and program, as they are numbered inside. */
  const sleepers = async (runtime: Runtime, id: string): Promise<readonly string[]> => {
    const out = gather();
    await runtime.exec(id, here.process(sh('ps -C sleep -o pid,ppid,pgid,sid,args | grep 1000')), {
      stdout: out.sink,
    });
    return lines(out.text());
  };

  it(
    'comes back with its numbers, parents, groups, sessions and the pipes between',
    async () => {
      const runtime = await here.runtime();
      const known: (readonly string[])[] = [];
      const tree: Workload = {
        runtime,
        id: here.id(),
        bundle: await here.bundle(sh(family)),
        imagePath: join(here.dir, 'tree'),
        enough: (said) => count(said) > 20,
      };
      const look = async ({ id }: { readonly id: string }): Promise<void> => {
        known.push(await sleepers(runtime, id));
      };
      const looking: CheckpointPlugin = {
        name: 'look',
        suspend: async (target) => {
          await look(target);
          return async () => {};
        },
        verify: async () => {},
        resume: look,
      };
      const before = await freeze(tree, { plugins: [looking] });
      const { said, status } = await thaw(tree, { plugins: [looking] });
      expect(status).toMatchObject({ exitCode: 6 });
      expect(
        lines(before + said)
          .slice(0, -1)
          .map(Number),
      ).toEqual(inOrder(count(before + said) - 1));
      expect(known[0]).toHaveLength(3);
      expect(known[1]).toEqual(known[0]);
      expect(here.remains.now()).toEqual([]);
    },
    patienceMs,
  );
});

describe.skipIf(!isInPath('python3'))('(needs Python)', () => {
  withImagesOnce('a Python program', () => {
    it(
      'goes on with each of its threads',
      async () => {
        const runtime = await here.runtime();
        const threads = readFileSync(join(fixtures, 'threads.py'), 'utf8');
        const python: Workload = {
          runtime,
          id: here.id(),
          bundle: await here.bundle(['/usr/bin/python3', '-c', threads]),
          imagePath: join(here.dir, 'python'),
          enough: (said) => count(said) > 20,
        };
        const before = await freeze(python);
        const { said, status } = await thaw(python);
        expect(status).toMatchObject({ exitCode: 5 });
        const told = [lines(before), lines(said)].map((some) =>
          some.map((line) => line.split(' ').map(Number)),
        );
        const [last = []] = (told[0] ?? []).slice(-1);
        const [first = []] = told[1] ?? [];
        const [end = []] = (told[1] ?? []).slice(-1);
        expect(last).toHaveLength(8);
        for (const [thread, at] of last.entries()) {
          expect(first[thread]).toBeGreaterThanOrEqual(at);
          expect(end[thread]).toBeGreaterThan(first[thread] ?? 0);
        }
        expect(here.remains.now()).toEqual([]);
      },
      patienceMs,
    );
  });
});

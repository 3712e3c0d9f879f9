import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bindMount } from '@caisson/oci-spec';
import { describe, expect, it } from 'vitest';
import { failure } from '../../runc/test/support/failure.ts';
import { gather } from '../../runc/test/support/gather.ts';
import { isInPath } from '../../runc/test/support/modes.ts';
import { until } from '../../runc/test/support/until.ts';
import { family } from '../../runc/test/workloads/family.ts';
import { freeze, lines, thaw } from '../../runc/test/workloads/freeze.ts';
import { onEach, sh, world } from './support/world.ts';

const here = world();
/** For a machine that is busy with other tests: several sandboxes are at work here. */
const patienceMs = 240_000;
const fixtures = fileURLToPath(new URL('../../runc/test/fixtures/workloads', import.meta.url));
/** 1, 2, 3 … as long as the list is. */
const inOrder = (length: number): readonly number[] => Array.from({ length }, (_, i) => i + 1);
const numbersOf = (text: string): readonly (readonly number[])[] =>
  lines(text).map((line) => line.split(' ').map(Number));
let images = 0;
const image = (): string => join(here.dir, `program-${++images}`);
/** A sandbox ends by itself when its image is written. */
const frozen = { enough: (said: string): boolean => lines(said).length > 20, endsWith: 0 };

onEach('a Node program', (way, release) => {
  it(
    'goes on with its timers, at the places in its open files',
    async () => {
      const data = join(here.dir, `data-${release}`);
      mkdirSync(data);
      writeFileSync(
        join(data, 'source'),
        inOrder(50_000)
          .map((n) => `${String(n).padStart(7, '0')}\n`)
          .join(''),
      );
      const bundle = await here.bundle(
        ['/node/node', '/fixtures/ticking.mjs', '/data'],
        bindMount(dirname(process.execPath), '/node', { readonly: true }),
        bindMount(fixtures, '/fixtures', { readonly: true }),
        bindMount(data, '/data', { readonly: false }),
      );
      const node = { runtime: await here.runtime(way), id: here.id(), bundle, imagePath: image(), ...frozen };
      const before = await freeze(node);
      const { said, status } = await thaw(node);
      expect(status).toMatchObject({ exitCode: 7, signal: null });
      const ticks = numbersOf(before + said);
      const told = inOrder(ticks.length);
      expect(ticks).toEqual(told.map((n) => [n, n]));
      expect(lines(readFileSync(join(data, 'log'), 'utf8')).map(Number)).toEqual(told);
      expect(here.remains.now()).toEqual([]);
    },
    patienceMs,
  );
});

describe.skipIf(!isInPath('python3'))('(needs Python)', () => {
  onEach('a Python program', (way) => {
    it(
      'goes on with each of its threads',
      async () => {
        const threads = readFileSync(join(fixtures, 'threads.py'), 'utf8');
        const bundle = await here.bundle(['/usr/bin/python3', '-c', threads]);
        const python = {
          runtime: await here.runtime(way),
          id: here.id(),
          bundle,
          imagePath: image(),
          ...frozen,
        };
        const [last = []] = numbersOf(await freeze(python)).slice(-1);
        const { said, status } = await thaw(python);
        expect(status).toMatchObject({ exitCode: 5 });
        const counts = numbersOf(said);
        const [first = [], end = []] = [counts[0], counts.at(-1)];
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

onEach('a process tree', (way) => {
  it(
    'comes back with its numbers, parents, groups, sessions and the pipes between',
    async () => {
      const runtime = await here.runtime(way);
      const known: (readonly string[])[] = [];
      const look = async ({ id }: { readonly id: string }): Promise<void> => {
        const out = gather();
        const ps = here.process(sh('ps -C sleep -o pid,ppid,pgid,sid,args | grep 1000'));
        await runtime.exec(id, ps, { stdout: out.sink });
        known.push(lines(out.text()));
      };
      const suspend = async (target: { readonly id: string }) => {
        await look(target);
        return async () => {};
      };
      const plugins = [{ name: 'look', suspend, verify: async () => {}, resume: look }];
      const tree = {
        runtime,
        id: here.id(),
        bundle: await here.bundle(sh(family)),
        imagePath: image(),
        ...frozen,
      };
      const before = await freeze(tree, { plugins });
      const { said, status } = await thaw(tree, { plugins });
      expect(status).toMatchObject({ exitCode: 6 });
      const counted = lines(before + said).slice(0, -1);
      expect(counted.map(Number)).toEqual(inOrder(counted.length));
      expect(known[0]).toHaveLength(3);
      expect(known[1]).toEqual(known[0]);
      expect(here.remains.now()).toEqual([]);
    },
    patienceMs,
  );
});

onEach('images', (way) => {
  it(
    'are made of a running sandbox ten times in a row, and come back where each was made',
    async () => {
      const runtime = await here.runtime(way);
      const bundle = await here.bundle(sh('n=0; while :; do n=$((n+1)); echo $n; sleep 0.02; done'));
      const [id, out, stop] = [here.id(), gather(), new AbortController()];
      const running = runtime.run(id, bundle, { stdout: out.sink, signal: stop.signal });
      running.catch(() => {});
      const made: { readonly imagePath: string; readonly atMost: number }[] = [];
      const further = async (): Promise<void> => {
        const seen = lines(out.text()).length;
        await until(() => lines(out.text()).length > seen + 3, patienceMs);
      };
      for (let i = 0; i < 10; i++) {
        await further();
        const imagePath = image();
        await runtime.checkpoint(id, { imagePath, leaveRunning: true });
        made.push({ imagePath, atMost: lines(out.text()).length + 1 });
      }
      await further();
      stop.abort();
      await failure('ERR_ABORTED', running);
      const all = lines(out.text()).map(Number);
      expect(all).toEqual(inOrder(all.length));

      let before = 0;
      for (const { imagePath, atMost } of [made[0], made[9]].flatMap((one) => one ?? [])) {
        const said = gather();
        const restored = new AbortController();
        const life = runtime.restore(here.id(), bundle, {
          imagePath,
          stdout: said.sink,
          signal: restored.signal,
        });
        life.catch(() => {});
        await until(() => lines(said.text()).length > 3, patienceMs);
        const [first = 0] = lines(said.text()).map(Number);
        expect(first).toBeGreaterThan(before);
        expect(first).toBeLessThanOrEqual(atMost);
        before = first;
        restored.abort();
        await failure('ERR_ABORTED', life);
      }
      expect(here.remains.now()).toEqual([]);
    },
    patienceMs,
  );
});

import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { judge } from '@caisson/image';
import { terminal as wanted } from '@caisson/oci-spec';
import { terminal } from '@caisson/terminal';
import { expect, it } from 'vitest';
import { failure } from '../support/failure.ts';
import { gather } from '../support/gather.ts';
import { withImagesOnce } from '../support/images.ts';
import { until } from '../support/until.ts';
import { sh, world } from '../support/world.ts';
import { freeze, lines, thaw, type Workload } from './freeze.ts';

const here = world();
/** For a machine that is busy with other tests. */
const patienceMs = 240_000;
const fixture = fileURLToPath(new URL('../fixtures/workloads/restore-image.ts', import.meta.url));
/** Counts until a line is read. It forks for its sleep: CRIU cannot stop a shell that waits in vfork. */
const counting = sh(
  'trap "exit 0" TERM; exec 3<&0; (read word <&3; kill $$) & n=0; while :; do n=$((n+1)); echo $n; (sleep 0.02); done',
);
const more = (said: string): boolean => lines(said).length > 5;

const workload = async (name: string): Promise<Workload> => ({
  runtime: await here.runtime(),
  id: here.id(),
  bundle: await here.bundle(counting),
  imagePath: join(here.dir, name),
  enough: more,
});

withImagesOnce('images', () => {
  it(
    'are made of a running container ten times in a row, and come back where each was made',
    async () => {
      const { runtime, id, bundle } = await workload('ten');
      const [out, stop, atImage] = [gather(), new AbortController(), [] as number[]];
      const running = runtime.run(id, bundle, {
        stdin: new PassThrough(),
        stdout: out.sink,
        signal: stop.signal,
      });
      running.catch(() => {});
      const places = Array.from({ length: 10 }, (_, i) => join(here.dir, `ten-${i}`));
      for (const imagePath of places) {
        const seen = lines(out.text()).length;
        await until(() => lines(out.text()).length > seen + 3);
        await runtime.checkpoint(id, { imagePath, leaveRunning: true });
        atImage.push(lines(out.text()).length);
      }
      const seen = lines(out.text()).length;
      await until(() => lines(out.text()).length > seen + 3);
      stop.abort();
      await failure('ERR_ABORTED', running);
      const all = lines(out.text()).map(Number);
      expect(all).toEqual(Array.from({ length: all.length }, (_, i) => i + 1));

      let before = 0;
      for (const i of [0, 4, 9]) {
        const imagePath = places[i] ?? '';
        const { said } = await thaw({ runtime, id: here.id(), bundle, imagePath, enough: more });
        const [first = 0] = lines(said).map(Number);
        expect(first).toBeGreaterThan(before);
        expect(first).toBeLessThanOrEqual((atImage[i] ?? 0) + 1);
        before = first;
      }
      expect(here.remains.now()).toEqual([]);
    },
    patienceMs,
  );

  it(
    'are restored by a new process, which knows nothing of who made them',
    async () => {
      const counter = await workload('handed-over');
      const before = lines(await freeze(counter)).map(Number);
      const argv = [fixture, here.root, here.id(), counter.bundle, counter.imagePath];
      const { stdout } = await promisify(execFile)(process.execPath, argv, { timeout: 50_000 });
      const { status, said } = JSON.parse(stdout);
      expect(status).toMatchObject({ exitCode: 137, signal: 'SIGKILL', oomKilled: false });
      const after = lines(said).map(Number);
      expect(after).toEqual(after.map((_, i) => before.length + 1 + i));
      expect(here.remains.now()).toEqual([]);
    },
    patienceMs,
  );

  it(
    'are restored without a manifest too, and judged risky',
    async () => {
      const counter = await workload('bare');
      const before = lines(await freeze(counter)).length;
      rmSync(join(counter.imagePath, 'caisson.json'));
      const { restores, manifest, differences } = await judge(counter.imagePath, {
        runtime: counter.runtime,
      });
      expect({ restores, manifest }).toEqual({ restores: true, manifest: undefined });
      expect(differences.map(({ severity }) => severity)).toEqual(['risky']);
      const { said } = await thaw(counter);
      expect(lines(said).map(Number)[0]).toBe(before + 1);
      expect(here.remains.now()).toEqual([]);
    },
    patienceMs,
  );

  it(
    'hold a terminal, and come back with another one, which has the size that it is given',
    async () => {
      const runtime = await here.runtime();
      const [id, imagePath] = [here.id(), join(here.dir, 'terminal')];
      const script = 'stty -echo; n=0; while read line; do n=$((n+1)); echo "$n $line $(stty size)"; done';
      const bundle = await here.bundle(sh(script), wanted(true));
      const [before, after, typed] = [gather(), gather(), new PassThrough()];
      typed.write('one\n');
      const running = runtime.run(id, bundle, {
        terminal: terminal({ columns: 90, rows: 30 }),
        output: before.sink,
        stdin: typed,
      });
      running.catch(() => {});
      await until(() => before.text().includes('1 one 30 90'));
      await runtime.checkpoint(id, { imagePath });
      await running;
      const [more, sizes] = [new PassThrough(), [] as ((columns: number, rows: number) => void)[]];
      const living = runtime.restore(id, bundle, {
        imagePath,
        terminal: terminal({ columns: 70, rows: 20, onResize: (resize) => sizes.push(resize) }),
        output: after.sink,
        stdin: more,
      });
      living.catch(() => {});
      more.write('two\n');
      await until(() => /^2 two .*\r?\n/m.test(after.text()));
      // CRIU has brought the image's size back at a moment of its own, before this one was given or after it.
      expect(after.text()).toContain('2 two 20 70');
      for (const resize of sizes) resize(60, 10);
      more.write('three\n');
      await until(() => after.text().includes('3 three 10 60'));
      more.end('\x04');
      expect(await living).toMatchObject({ exitCode: 0 });
      expect(here.remains.now()).toEqual([]);
    },
    patienceMs,
  );
});

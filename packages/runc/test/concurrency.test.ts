import { type ChildProcess, execFile, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { cwd } from '@caisson/oci-spec';
import { expect, it } from 'vitest';
import { limit, smaller } from './support/emulated.ts';
import { gather } from './support/gather.ts';
import { inBothModes } from './support/modes.ts';
import { sh, world } from './support/world.ts';

const here = world();
const containersAtOnce = smaller('containers at once', 50, 6);
const otherChildren = smaller('other children while containers run', 485, 20);
const forkedChildren = smaller('forked programs while containers run', 15, 3);
const besideThem = smaller('containers beside them', 10, 3);
const own = fileURLToPath(new URL('./fixtures/exit-with.ts', import.meta.url));

/** Children of this program's own, started in each way that Node has. */
const ways: readonly ((code: number) => ChildProcess)[] = [
  (code) => spawn('sh', ['-c', `sleep 0.0${code % 10}; exit ${code}`], { stdio: 'ignore' }),
  (code) => execFile('sh', ['-c', `exit ${code}`]),
  (code) => spawn('sh', ['-c', `exit ${code}`]),
];
const forked = (code: number): ChildProcess => fork(own, [String(code)], { execArgv: [] });

inBothModes('many at once', (waiting) => {
  it(
    'runs dozens of containers at once, each with its own exit code and output',
    async () => {
      const runtime = await here.runtime({ waiting });
      const bundle = await here.bundle(sh('read -r n; echo out $n; echo err $n >&2; exit $n'));
      const hooked = { onCreated: () => {} };
      const many = Array.from({ length: containersAtOnce }, async (_, i) => {
        const [out, err] = [gather(), gather()];
        const streams = { stdin: `${i + 1}\n`, stdout: out.sink, stderr: err.sink };
        const status = await runtime.run(here.id(), bundle, { ...streams, ...(i % 2 === 0 ? hooked : {}) });
        expect(status).toMatchObject({ signal: null, oomKilled: false, oomKills: 0 });
        return [status.exitCode, out.text(), err.text()];
      });
      expect(await Promise.all(many)).toEqual(
        many.map((_, i) => [i + 1, `out ${i + 1}\n`, `err ${i + 1}\n`]),
      );
      expect(here.remains.now()).toEqual([]);
    },
    limit(120_000),
  );

  it(
    'leaves hundreds of other children of the program their exit codes while containers run and exit',
    async () => {
      const runtime = await here.runtime({ waiting });
      const bundle = await here.bundle(sh('(sleep 0.05 &) ; sleep 0.1; exit 9'), cwd('/tmp'));
      let left = otherChildren;
      const wrong: unknown[] = [];
      const children = async (): Promise<void> => {
        while (left-- > 0) {
          const code = left % 256;
          const child = (ways[left % ways.length] as (typeof ways)[0])(code);
          const [exitCode, signal] = await once(child, 'exit');
          if (exitCode !== code || signal !== null) wrong.push({ code, exitCode, signal });
        }
      };
      const forks = async (): Promise<void> => {
        for (let code = 1; code <= forkedChildren; code++) {
          const [exitCode] = await once(forked(code), 'exit');
          if (exitCode !== code) wrong.push({ fork: code, exitCode });
        }
      };
      let over = false;
      const containers = Array.from({ length: besideThem }, async () => {
        do expect((await runtime.run(here.id(), bundle)).exitCode).toBe(9);
        while (!over);
      });
      await Promise.all([...Array.from({ length: 8 }, children), forks()]);
      over = true;
      await Promise.all(containers);
      expect(wrong).toEqual([]);
      expect(here.remains.now()).toEqual([]);
    },
    limit(120_000),
  );
});

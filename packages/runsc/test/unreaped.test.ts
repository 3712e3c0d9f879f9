import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { State } from '@caisson/core';
import { expect, it } from 'vitest';
import { onEach, world } from './support/world.ts';

const here = world();
const fixture = fileURLToPath(new URL('fixtures/unreaped.ts', import.meta.url));

interface Said {
  readonly states?: readonly State[];
  readonly listed?: readonly State[];
  readonly codes?: Readonly<Record<string, string>>;
}

/** What each call rejects with. */
const codes = {
  start: 'ERR_WRONG_STATE',
  kill: 'ERR_CONTAINER_NOT_RUNNING',
  exec: 'ERR_CONTAINER_NOT_RUNNING',
  pause: 'ERR_WRONG_STATE',
  resume: 'ERR_WRONG_STATE',
  stats: 'ERR_CONTAINER_NOT_RUNNING',
  processes: 'ERR_CONTAINER_NOT_RUNNING',
  wait: 'ERR_STATUS_LOST',
  checkpoint: 'ERR_WRONG_STATE',
};

/** The shell is init: it reaps nobody until it has read a line. */
const script = '"$@" </dev/null & read line; wait $!';

onEach('a sandbox that is dead and not reaped', (way) => {
  it('is stopped for good, as one that was reaped, and can be deleted, reaped or not', async () => {
    const ids = [here.id(), here.id()];
    const bundle = await here.bundle(['true']);
    const argv = [process.execPath, fixture, here.root, bundle, ...ids, way.path];
    const init = spawn(
      'unshare',
      ['--mount', '--pid', '--fork', '--kill-child', '--mount-proc', 'sh', '-c', script, 'sh', ...argv],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    );
    const ended = once(init, 'exit');
    const said: Said[] = [];
    for await (const line of createInterface(init.stdout)) {
      said.push(JSON.parse(line) as Said);
      if (line.includes('"deleted"')) init.stdin.end('reap\n');
    }
    expect(await ended).toEqual([0, null]);
    const [dead, , reaped, last] = said;
    expect(dead?.states?.map(({ status, pid }) => [status, pid])).toEqual(
      Array(5).fill(['stopped', undefined]),
    );
    expect(dead?.listed?.map(({ id, status, pid }) => [id, status, pid]).sort()).toEqual(
      ids.map((id) => [id, 'stopped', undefined]).sort(),
    );
    expect(dead?.codes).toEqual(codes);
    expect(reaped?.codes).toEqual(codes);
    expect(last?.listed).toEqual([]);
    expect(here.remains.now()).toEqual([]);
  }, 120_000);
});

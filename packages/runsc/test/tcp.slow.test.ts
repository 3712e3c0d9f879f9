import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { bindMount, network } from '@caisson/oci-spec';
import { expect, it } from 'vitest';
import { failure } from '../../runc/test/support/failure.ts';
import { gather } from '../../runc/test/support/gather.ts';
import { until } from '../../runc/test/support/until.ts';
import { freeze, lines, thaw } from '../../runc/test/workloads/freeze.ts';
import { onEach, world } from './support/world.ts';

const here = world();
const run = promisify(execFile);
const ip = (...args: readonly string[]) => run('ip', [...args]);
/** For a machine that is busy with other tests: several sandboxes are at work here. */
const patienceMs = 240_000;
const fixtures = fileURLToPath(new URL('fixtures', import.meta.url));
const mounts = [
  bindMount(dirname(process.execPath), '/node', { readonly: true }),
  bindMount(fixtures, '/fixtures', { readonly: true }),
];
const numbers = (text: string): readonly number[] => lines(text).map(Number);

onEach('an established TCP connection', (way, release) => {
  it(
    'is kept where both its ends are in the sandbox, and cannot be asked to be closed',
    async () => {
      const bundle = await here.bundle(['/node/node', '/fixtures/one-connection.mjs'], ...mounts);
      const pair = {
        runtime: await here.runtime(way),
        id: here.id(),
        bundle,
        imagePath: join(here.dir, `pair-${release}`),
        enough: (said: string) => lines(said).length > 20,
        endsWith: 0, // A sandbox ends by itself when its image is written.
      };
      const before = await freeze(pair);
      const { imagePath } = pair;
      await failure(
        'ERR_NOT_SUPPORTED',
        pair.runtime.restore(pair.id, bundle, { imagePath, tcpClose: true }),
      );
      const { said, status } = await thaw(pair);
      expect(status).toMatchObject({ exitCode: 4 });
      const told = numbers(before + said);
      expect(told).toEqual(Array.from({ length: told.length }, (_, i) => 2 * i + 1));
      expect(here.remains.now()).toEqual([]);
    },
    patienceMs,
  );

  it(
    'comes back closed where its other end is outside',
    async () => {
      const runtime = await here.runtime({ ...way, network: 'sandbox' });
      const { joinExistingNetNS, reasons } = runtime.capabilities;
      if (!joinExistingNetNS) {
        // 20240729 takes every namespace for the host's on Linux 6.18, a joined one too.
        expect(Number(release)).toBeLessThan(20260224);
        return expect(reasons.joinExistingNetNS).toMatch(/root network namespace/);
      }
      const [ours, theirs] = [`${here.marker}-c${release}`, `${here.marker}-d${release}`];
      await using undo = new AsyncDisposableStack();
      for (const name of [ours, theirs]) {
        await ip('netns', 'add', name);
        undo.defer(async () => void (await ip('netns', 'delete', name)));
      }
      await ip('-n', ours, 'link', 'add', 'cse', 'type', 'veth', 'peer', 'name', 'csp', 'netns', theirs);
      await up(theirs, 'csp', '192.0.2.2/24');
      await up(ours, 'cse', '192.0.2.1/24');
      const script =
        "const c = require('net').connect(8000, '192.0.2.1'); c.on('error', () => {}); c.write('one\\n'); c.pipe(process.stdout)";
      const connect = (): (() => string) => {
        const argv = ['netns', 'exec', theirs, process.execPath, '-e', script];
        const client = spawn('ip', argv, { stdio: ['ignore', 'pipe', 'inherit'] });
        const [ended, heard] = [once(client, 'exit'), gather()];
        client.stdout.on('data', heard.sink);
        undo.defer(async () => {
          client.kill('SIGKILL');
          await ended;
        });
        return heard.text;
      };

      const bundle = await here.bundle(
        ['/node/node', '/fixtures/echo.mjs'],
        network(`/run/netns/${ours}`),
        ...mounts,
      );
      const [id, out, imagePath] = [here.id(), gather(), join(here.dir, `served-${release}`)];
      const running = runtime.run(id, bundle, { output: out.sink });
      running.catch(() => {});
      await until(() => out.text() === 'up\n', patienceMs);
      const heard = connect();
      await until(() => heard() === 'one\n', patienceMs);
      await runtime.checkpoint(id, { imagePath });
      await running;

      await up(ours, 'cse', '192.0.2.1/24'); // A sandbox takes the address off the interface.
      const said = gather();
      const living = runtime.restore(id, bundle, { imagePath, output: said.sink });
      living.catch(() => {});
      await until(() => lines(said.text()).includes('closed'), patienceMs);
      expect(lines(out.text() + said.text())).toEqual(['up', 'connected', 'closed']);
      await runtime.kill(id, 'SIGKILL');
      await living;
      await undo.disposeAsync();
      expect(here.remains.now()).toEqual([]);
    },
    patienceMs,
  );
});

const up = async (name: string, device: string, address: string): Promise<void> => {
  await ip('-n', name, 'address', 'replace', address, 'dev', device);
  await ip('-n', name, 'link', 'set', device, 'up');
  await ip('-n', name, 'link', 'set', 'lo', 'up');
};

import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { network } from '@caisson/oci-spec';
import { describe, expect, it } from 'vitest';
import { gather } from '../support/gather.ts';
import { withImagesOnce } from '../support/images.ts';
import { isInPath } from '../support/modes.ts';
import { until } from '../support/until.ts';
import { world } from '../support/world.ts';
import { loadRedis } from './redis-client.ts';

const here = world();
/** For a machine that is busy with other tests. */
const patienceMs = 240_000;

/** A port of the loopback that nothing listens on. */
const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
};

describe.skipIf(!isInPath('redis-server'))('(needs Redis)', () => {
  withImagesOnce('Redis under load', () => {
    it(
      'has every write that it acknowledged, and the connection goes on as if nothing had been',
      async () => {
        const runtime = await here.runtime();
        const [id, out, port] = [here.id(), gather(), await freePort()];
        const imagePath = join(here.dir, 'redis');
        const settings = ['--save', '', '--appendonly', 'no', '--dir', '/tmp', '--bind', '127.0.0.1'];
        const bundle = await here.bundle(
          ['redis-server', '--port', String(port), ...settings],
          network('host'),
        );
        const running = runtime.run(id, bundle, { output: out.sink });
        running.catch(() => {});
        await until(() => out.text().includes('Ready to accept connections'));
        const load = await loadRedis(port);
        await until(() => load.acknowledged() > 2_000);
        await runtime.checkpoint(id, { imagePath, tcpEstablished: true });
        await running;
        const atImage = load.acknowledged();

        const living = runtime.restore(id, bundle, { imagePath, tcpEstablished: true, output: out.sink });
        living.catch(() => {});
        await until(() => load.acknowledged() > atImage + 2_000);
        await load.stop();
        const written = load.acknowledged();
        const values = await load.values(written);
        expect(values).toEqual(Array.from({ length: written }, (_, i) => `value:${i + 1}`));
        await load.close();
        await runtime.kill(id, 'SIGTERM');
        expect(await living).toMatchObject({ exitCode: 0 });
        expect(here.remains.now()).toEqual([]);
      },
      patienceMs,
    );
  });
});

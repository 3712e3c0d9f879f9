import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { removeImage } from '@caisson/image';
import { expect, it } from 'vitest';
import { failure } from '../support/failure.ts';
import { gather } from '../support/gather.ts';
import { withImagesOnce } from '../support/images.ts';
import { until } from '../support/until.ts';
import { world } from '../support/world.ts';

const here = world();
/** Serves one client on a port of the host's loopback, which it prints, and counts its lines. */
const server = [
  'perl',
  '-e',
  'use Socket; $| = 1; socket(S, PF_INET, SOCK_STREAM, 0); bind(S, pack_sockaddr_in(0, INADDR_LOOPBACK)); listen(S, 5); ($port) = unpack_sockaddr_in(getsockname(S)); print "$port\n"; accept(C, S); select(C); $| = 1; while (<C>) { print ++$n, " $_" } exit 3',
];
let made = 0;

/** A server in the host's own network, and a client that it has answered once. */
const connected = async () => {
  const runtime = await here.runtime();
  const [id, out, imagePath] = [here.id(), gather(), join(here.dir, `image-${++made}`)];
  const bundle = await here.bundle(server, (spec) => ({
    ...spec,
    linux: {
      ...spec.linux,
      namespaces: (spec.linux?.namespaces ?? []).filter(({ type }) => type !== 'network'),
    },
  }));
  const running = runtime.run(id, bundle, { stdout: out.sink });
  running.catch(() => {});
  await until(() => out.text().endsWith('\n'));
  const client = connect(Number(out.text()), '127.0.0.1');
  client.on('error', () => {});
  const said = gather();
  client.on('data', said.sink);
  await once(client, 'connect');
  client.write('one\n');
  await until(() => said.text() === '1 one\n');
  return { runtime, id, bundle, imagePath, running, client, said, port: Number(out.text()) };
};

const rules = (port: number): string =>
  execFileSync('iptables', ['-w', '-S'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(`port ${port} `) || line.includes(`port ${port}`))
    .join('\n');

const gone = async (client: Socket): Promise<void> => {
  client.destroy();
  if (!client.closed) await once(client, 'close');
};

withImagesOnce('established TCP connections', () => {
  it('are refused unless they are asked for, and the server serves on', async () => {
    const { runtime, id, imagePath, client, said, running } = await connected();
    const error = await failure('ERR_CHECKPOINT_FAILED', runtime.checkpoint(id, { imagePath }));
    expect(error.reason).toContain('tcpEstablished');
    client.write('two\n');
    await until(() => said.text() === '1 one\n2 two\n');
    client.end();
    expect(await running).toMatchObject({ exitCode: 3 });
    await gone(client);
  });

  it('are kept: what the client sends meanwhile is answered after the restore', async () => {
    const { runtime, id, bundle, imagePath, client, said, running, port } = await connected();
    await runtime.checkpoint(id, { imagePath, tcpEstablished: true });
    await running;
    expect(rules(port)).toContain('DROP');
    client.write('two\n');
    const back = runtime.restore(id, bundle, { imagePath, tcpEstablished: true });
    back.catch(() => {});
    await until(() => said.text() === '1 one\n2 two\n');
    client.end('three\n');
    expect(await back).toMatchObject({ exitCode: 3 });
    expect(said.text()).toBe('1 one\n2 two\n3 three\n');
    expect(rules(port)).toBe('');
    await gone(client);
    expect(here.remains.now()).toEqual([]);
  });

  it('come back closed if that is asked for', async () => {
    const { runtime, id, bundle, imagePath, client, running } = await connected();
    await runtime.checkpoint(id, { imagePath, tcpEstablished: true });
    await running;
    expect(await runtime.restore(id, bundle, { imagePath, tcpClose: true })).toMatchObject({ exitCode: 3 });
    await gone(client);
    await removeImage(imagePath);
    expect(here.remains.now()).toEqual([]);
  });

  it('leave no rule of the firewall behind a restore that fails, nor behind an image that is removed', async () => {
    for (const way of ['failed', 'removed'] as const) {
      const { runtime, id, bundle, imagePath, client, running, port } = await connected();
      await runtime.checkpoint(id, { imagePath, tcpEstablished: true });
      await running;
      expect(rules(port)).toContain('DROP');
      // Without the option CRIU refuses the image.
      if (way === 'failed') await failure('ERR_RESTORE_FAILED', runtime.restore(id, bundle, { imagePath }));
      else await removeImage(imagePath);
      expect(rules(port)).toBe('');
      await gone(client);
    }
    expect(here.remains.now()).toEqual([]);
  });
});

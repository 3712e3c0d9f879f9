import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { CheckpointOptions } from '@caisson/core';
import { network } from '@caisson/oci-spec';
import { expect, it } from 'vitest';
import { failure } from '../support/failure.ts';
import { gather } from '../support/gather.ts';
import { withImagesOnce } from '../support/images.ts';
import { until } from '../support/until.ts';
import { world } from '../support/world.ts';

const here = world();
/** For a machine that is busy with other tests. */
const patienceMs = 240_000;
const count = 'while (1) { print ++$n, "\n"; select undef, undef, undef, 0.02 }';

/** A program that CRIU refuses without an option, and takes with it. */
const refusedWithout = async (
  name: string,
  program: string,
  option: Partial<CheckpointOptions>,
  meanwhile: (said: string) => Promise<() => Promise<void>> = async () => async () => {},
): Promise<void> => {
  const runtime = await here.runtime();
  const [id, out, stop] = [here.id(), gather(), new AbortController()];
  const bundle = await here.bundle(['perl', '-e', program], network('host'));
  const running = runtime.run(id, bundle, { stdout: out.sink, signal: stop.signal });
  running.catch(() => {});
  await until(() => out.text().length > 20);
  const end = await meanwhile(out.text());
  const [refused, imagePath] = [join(here.dir, `${name}-refused`), join(here.dir, name)];
  const error = await failure('ERR_CHECKPOINT_FAILED', runtime.checkpoint(id, { imagePath: refused }));
  expect(error.reason).toContain(Object.keys(option)[0]);
  await runtime.checkpoint(id, { imagePath, ...option, leaveRunning: true });
  const seen = out.text().length;
  await until(() => out.text().length > seen + 10);
  stop.abort();
  await failure('ERR_ABORTED', running);
  await end();
  expect(here.remains.now()).toEqual([]);
};

withImagesOnce('what a checkpoint takes where it is asked to', () => {
  it(
    'files that were unlinked under the name by which they are open: linkRemap',
    async () => {
      const program = `$| = 1; open F, ">", "/tmp/a"; link "/tmp/a", "/tmp/b"; unlink "/tmp/a"; ${count}`;
      await refusedWithout('unlinked', program, { linkRemap: true });
    },
    patienceMs,
  );

  it(
    'connections that wait to be accepted: tcpSkipInFlight',
    async () => {
      const listen =
        'use Socket; $| = 1; socket(S, PF_INET, SOCK_STREAM, 0); bind(S, pack_sockaddr_in(0, INADDR_LOOPBACK)); listen(S, 5); ($n) = unpack_sockaddr_in(getsockname(S)); $n--;';
      await refusedWithout('waiting', `${listen} ${count}`, { tcpSkipInFlight: true }, async (said) => {
        const client = connect(Number(said.split('\n')[0]), '127.0.0.1');
        client.on('error', () => {});
        await once(client, 'connect');
        return async () => {
          client.destroy();
          if (!client.closed) await once(client, 'close');
        };
      });
    },
    patienceMs,
  );
});

import { chownSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { bindMount, user, userNamespace } from '@caisson/oci-spec';
import { describe, expect, it } from 'vitest';
import { withImagesOnce } from '../support/images.ts';
import { sh, world } from '../support/world.ts';
import { freeze, lines, thaw } from './freeze.ts';
import { expectAllCommitted, nobody, programs, script } from './postgres.ts';

const here = world();
/** For a machine that is busy with other tests. */
const patienceMs = 240_000;

describe.skipIf(programs === undefined)('(needs PostgreSQL)', () => {
  withImagesOnce('PostgreSQL under load', () => {
    it(
      'has every commit that it acknowledged, as another user in a user namespace',
      async () => {
        const [uid, data] = [100_000, join(here.dir, 'data')];
        mkdirSync(data, { mode: 0o700 });
        chownSync(data, uid + nobody, uid + nobody);
        mkdirSync(join(here.dir, 'rootfs', 'data'));
        const server = {
          runtime: await here.runtime(),
          id: here.id(),
          bundle: await here.bundle(
            sh(script),
            userNamespace([{ containerID: 0, hostID: uid, size: 65_536 }]),
            user(nobody),
            bindMount(data, '/data', { readonly: false }),
          ),
          imagePath: join(here.dir, 'postgres'),
          enough: (said: string) => lines(said).length > 50,
        };
        const before = await freeze(server);
        const { mode, uid: owner, gid } = statSync(server.imagePath);
        // For the root of its user namespace, and for nobody else.
        expect([mode & 0o777, owner, gid]).toEqual([0o750, 0, uid]);
        const { said, status } = await thaw(server);
        expect(status).toMatchObject({ exitCode: 0 });
        expectAllCommitted(before + said);
        expect(here.remains.now()).toEqual([]);
      },
      patienceMs,
    );
  });
});

import { chownSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { bindMount, user } from '@caisson/oci-spec';
import { describe, expect, it } from 'vitest';
import { freeze, lines, thaw } from '../../runc/test/workloads/freeze.ts';
import { expectAllCommitted, nobody, programs, script } from '../../runc/test/workloads/postgres.ts';
import { onEach, sh, world } from './support/world.ts';

const here = world();
/** For a machine that is busy with other tests. */
const patienceMs = 240_000;

describe.skipIf(programs === undefined)('(needs PostgreSQL)', () => {
  onEach('PostgreSQL under load', (way, release) => {
    it(
      'has every commit that it acknowledged',
      async () => {
        const data = join(here.dir, `data-${release}`);
        mkdirSync(data, { mode: 0o700 });
        chownSync(data, nobody, nobody);
        const server = {
          runtime: await here.runtime(way),
          id: here.id(),
          bundle: await here.bundle(sh(script), user(nobody), bindMount(data, '/data', { readonly: false })),
          imagePath: join(here.dir, `postgres-${release}`),
          enough: (said: string) => lines(said).length > 50,
          endsWith: 0, // A sandbox ends by itself when its image is written.
        };
        const before = await freeze(server);
        const { said, status } = await thaw(server);
        expect(status).toMatchObject({ exitCode: 0 });
        expectAllCommitted(before + said);
        expect(here.remains.now()).toEqual([]);
      },
      patienceMs,
    );
  });
});

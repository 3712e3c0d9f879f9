import { chownSync, globSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { bindMount, user, userNamespace } from '@caisson/oci-spec';
import { describe, expect, it } from 'vitest';
import { withImagesOnce } from '../support/images.ts';
import { sh, world } from '../support/world.ts';
import { freeze, lines, thaw } from './freeze.ts';

const here = world();
/** For a machine that is busy with other tests. */
const patienceMs = 240_000;
/** Where Debian has the server; its programs are in no PATH. */
const programs = globSync('/usr/lib/postgresql/*/bin/postgres')
  .sort()
  .at(-1)
  ?.replace(/postgres$/, '');

/** The server asks for its user's name, and Debian has one for this number. */
const nobody = 65_534;

/** A server, and a client that commits one number after another and prints each that was acknowledged. */
const script = `
PATH=${programs}:$PATH; cd /tmp
initdb --no-sync --auth=trust /data/db > initdb.log 2>&1 || { cat initdb.log; exit 1; }
postgres -D /data/db -k /tmp -c listen_addresses= > server.log 2>&1 &
server=$!
ask() { psql -h /tmp -d postgres -qAt "$@"; }
until ask -c 'create table numbers (n int primary key)' 2> client.log; do
  kill -0 $server || { cat server.log client.log; exit 1; }
  sleep 0.1
done
{ n=0; while [ ! -e stop ]; do n=$((n + 1)); echo "insert into numbers values ($n) returning n;"; done; } | ask &
load=$!
read word; touch stop; wait $load
ask -c "select count(*), max(n) from numbers" -F ' '
kill -INT $server; wait $server; exit $?
`;

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
        const all = lines(before + said);
        const committed = all.slice(0, -1).map(Number);
        expect(committed).toEqual(Array.from({ length: committed.length }, (_, i) => i + 1));
        expect(all.at(-1)).toBe(`${committed.length} ${committed.length}`);
        expect(here.remains.now()).toEqual([]);
      },
      patienceMs,
    );
  });
});

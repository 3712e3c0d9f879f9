import { globSync } from 'node:fs';
import { expect } from 'vitest';
import { lines } from './freeze.ts';

/** Where Debian has the server; its programs are in no PATH. */
export const programs = globSync('/usr/lib/postgresql/*/bin/postgres')
  .sort()
  .at(-1)
  ?.replace(/postgres$/, '');

/** The server asks for its user's name, and Debian has one for this number. */
export const nobody = 65_534;

/** A server, and a client that commits one number after another and prints each that was acknowledged. */
export const script = `
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

/** What it acknowledged, in order, and then how many it has and the last of them. */
export const expectAllCommitted = (said: string): void => {
  const all = lines(said);
  const committed = all.slice(0, -1).map(Number);
  expect(committed).toEqual(Array.from({ length: committed.length }, (_, i) => i + 1));
  expect(all.at(-1)).toBe(`${committed.length} ${committed.length}`);
};

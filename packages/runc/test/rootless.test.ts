import { execFile, spawnSync } from 'node:child_process';
import { chownSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { limit } from './support/emulated.ts';
import { able, type Mode } from './support/modes.ts';
import { world } from './support/world.ts';

const here = world();
const fixture = fileURLToPath(new URL('./fixtures/rootless.ts', import.meta.url));
const user = { uid: 12_345, gid: 12_345 };

/** Whether a user without rights can run this Node and these files, and make a user namespace. */
const possible = (): boolean =>
  [
    [process.execPath, '--version'],
    ['test', '-r', fixture],
    ['unshare', '--user', '--map-root-user', 'true'],
  ].every(([program = '', ...args]) => spawnSync(program, args, { ...user, stdio: 'ignore' }).status === 0);

describe.skipIf(!able || !possible()).each<Mode>(['foreground', 'native'])(
  'rootless, %s waiting (needs Linux, root, runc, user namespaces for all, and files that all may read)',
  (waiting) => {
    it('runs and execs for an unprivileged user, and leaves nothing', async () => {
      const dir = join(here.dir, `rootless-${waiting}`);
      mkdirSync(dir);
      chownSync(dir, user.uid, user.gid);
      const env = { PATH: process.env['PATH'] ?? '', HOME: dir, CAISSON_TEST: here.marker };
      const argv = [fixture, waiting, dir, here.marker];
      const { stdout } = await promisify(execFile)(process.execPath, argv, {
        ...user,
        env,
        cwd: dir,
        timeout: limit(50_000),
      });
      const run = { run: '0 in\n', exitCode: 3, signal: null };
      expect(JSON.parse(stdout)).toEqual({
        uid: user.uid,
        told: [
          run,
          run,
          { aborted: 'ERR_ABORTED' },
          { failed: 'ERR_STREAM' },
          { exec: '0 in\n', exitCode: 255 },
          { missing: 'ERR_EXEC_FAILED' },
          ['running'],
          { waited: waiting === 'native' ? 137 : 'ERR_STATUS_LOST' },
        ],
        left: [[], []],
      });
      expect(here.remains.now()).toEqual([]);
    });
  },
);
